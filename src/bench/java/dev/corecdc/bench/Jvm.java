package dev.corecdc.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The Java that is measured: {@code -Dbench.java}, a folder of a JDK, else the one that runs the benchmark. */
final class Jvm {

    private Jvm() {}

    static String java() {
        return home().resolve("bin").resolve("java").toString();
    }

    private static Path home() {
        return Path.of(System.getProperty("bench.java", System.getProperty("java.home", "")));
    }

    /** Its version: 17, 25. */
    static int feature() throws IOException {
        try (InputStream release = Files.newInputStream(home().resolve("release"))) {
            Properties properties = new Properties();
            properties.load(release);
            String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
            return Runtime.Version.parse(version).feature();
        }
    }

    /** What {@code -Dbench.jvm} says. */
    static List<String> options() {
        String options = System.getProperty("bench.jvm", "");
        return options.isEmpty() ? List.of() : List.of(options.split(" ", -1));
    }
}
