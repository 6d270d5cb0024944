package dev.corecdc.testing;

/** One place that servers come from. Its {@code toString} names it in the message of a skipped test. */
interface ServerOrigin {

    /**
     * Starts a new server.
     *
     * @throws ServerNotAvailableException if this origin does not have the kind on this machine; any other exception
     *     means that it has, and that the start went wrong
     */
    DatabaseServer start(ServerKind kind, ServerOptions options) throws ServerNotAvailableException;
}
