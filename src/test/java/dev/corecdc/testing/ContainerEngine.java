package dev.corecdc.testing;

/** A container engine of this machine, if it can start the server's image: no engine will do that cannot pull it. */
final class ContainerEngine implements ServerOrigin {

    @Override
    public DatabaseServer start(ServerKind kind, ServerOptions options) throws ServerNotAvailableException {
        ContainerImages.provide(kind.image());
        return ContainerServer.start(kind, options);
    }

    @Override
    public String toString() {
        return "container engine";
    }
}
