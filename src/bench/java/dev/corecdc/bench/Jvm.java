package dev.corecdc.bench;

import java.nio.file.Path;
import java.util.List;

/** The Java that is measured: {@code -Dbench.java}, a folder of a JDK, else the one that runs the benchmark. */
final class Jvm {

    private Jvm() {}

    static String java() {
        String home = System.getProperty("bench.java", System.getProperty("java.home"));
        return Path.of(home, "bin", "java").toString();
    }

    /** What {@code -Dbench.jvm} says. */
    static List<String> options() {
        String options = System.getProperty("bench.jvm", "");
        return options.isEmpty() ? List.of() : List.of(options.split(" ", -1));
    }
}
