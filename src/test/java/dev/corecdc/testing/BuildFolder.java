package dev.corecdc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder {@code target}, where all that a test or the demo leaves on disk belongs. */
public final class BuildFolder {

    private BuildFolder() {}

    public static Path resolve(String name) {
        return Path.of("target").toAbsolutePath().resolve(name);
    }

    static void copy(Path from, Path to) throws IOException {
        for (Path source : everythingIn(from)) {
            Files.copy(source, to.resolve(from.relativize(source)), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** Removes a folder with everything in it; does nothing where there is none. */
    public static void delete(Path folder) {
        try {
            if (Files.exists(folder)) {
                for (Path path : everythingIn(folder).stream()
                        .sorted(Comparator.reverseOrder())
                        .toList()) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not remove " + folder, e);
        }
    }

    /** The folder itself and all below it, a folder before what is in it. */
    private static List<Path> everythingIn(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.toList();
        }
    }
}
