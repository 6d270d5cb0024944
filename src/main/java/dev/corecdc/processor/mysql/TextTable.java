package dev.corecdc.processor.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tables that stand as text files beside the classes. */
final class TextTable {

    private TextTable() {}

    /** The lines of the file, without comments. */
    static List<String> lines(String file) {
        try (InputStream in = TextTable.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the file %s is missing beside %s".formatted(file, TextTable.class));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The indented lines below the heading {@code name}, after the heading itself. */
    static List<String> section(String file, String name) {
        List<String> lines = lines(file);
        int first = 0;
        while (first < lines.size() && !lines.get(first).split(" ", -1)[0].equals(name)) {
            first++;
        }
        if (first == lines.size()) {
            throw new IllegalStateException("%s is not in %s".formatted(name, file));
        }
        int end = first + 1;
        while (end < lines.size() && lines.get(end).startsWith(" ")) {
            end++;
        }
        return lines.subList(first, end);
    }
}
