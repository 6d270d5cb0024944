package dev.corecdc.testing.mongodb.wire;

/** Whoever answers the commands of all connections. */
@FunctionalInterface
public interface CommandHandler {

    /** Answers through {@link WireRequest#reply}, now or later. Called on the connection's own thread, which must not be held. */
    void handle(WireRequest request);

    /** A connection was closed by its client. */
    default void closed(Object connectionId) {}
}
