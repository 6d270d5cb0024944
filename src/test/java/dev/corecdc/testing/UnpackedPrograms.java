package dev.corecdc.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Server programs that lie unpacked in a folder, as {@code .ci/unpack-debian-server} leaves them. The environment
 * variable names that folder or the {@code bin} in it.
 */
final class UnpackedPrograms implements ServerOrigin {

    @Override
    public DatabaseServer start(ServerKind kind, ServerOptions options) throws ServerNotAvailableException {
        @Nullable String folder = System.getenv(kind.programsVariable());
        if (folder == null || folder.isBlank()) {
            throw new ServerNotAvailableException(kind.programsVariable() + " is not set");
        }
        return LocalServer.start(programs(kind, Path.of(folder).toAbsolutePath()), options);
    }

    private static ServerPrograms programs(ServerKind kind, Path folder) {
        String name = kind == ServerKind.MYSQL ? "mysqld" : "mariadbd";
        Path program = Stream.of(folder.resolve(name), folder.resolve("bin").resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        kind.programsVariable() + " names " + folder + ", where there is no program " + name));
        return new ServerPrograms(kind, program, List.of(), scripts(program));
    }

    /** MariaDB 10 still has them under its old name. */
    private static Path scripts(Path program) {
        Path share = program.resolveSibling("../root/usr/share").normalize();
        Path mariadb = share.resolve("mariadb");
        return Files.isDirectory(mariadb) ? mariadb : share.resolve("mysql");
    }

    @Override
    public String toString() {
        return "unpacked programs";
    }
}
