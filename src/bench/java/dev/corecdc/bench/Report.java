package dev.corecdc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where results go: to the output, and into a file of their own. */
final class Report {

    /** The folder of the files, and of all that benchmarks write meanwhile. */
    static final Path FOLDER = Path.of("target", "bench").toAbsolutePath();

    private Report() {}

    static void write(String name, String markdown) throws IOException {
        System.out.println(markdown);
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve(name + ".md"), markdown);
    }
}
