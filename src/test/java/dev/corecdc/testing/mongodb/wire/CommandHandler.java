package dev.corecdc.testing.mongodb.wire;

import io.netty.channel.Channel;

/** Whoever answers the commands of all connections. */
public interface CommandHandler {

    /** Answers through {@link WireRequest#reply}, now or later. Called on the connection's own thread, which must not be held. */
    void handle(WireRequest request);

    /** A connection is closed; called on its own thread, after its last command. */
    void closed(Channel connection);
}
