package dev.corecdc.target;

import java.util.LinkedHashMap;
import java.util.Map;

/** A position as a text: a line for each name, with {@code s} or {@code n} for a text or a number, and the value. */
public final class PositionText {

    private PositionText() {}

    /**
     * The text of a position.
     *
     * @throws IllegalArgumentException when a value is neither a text nor a number
     */
    public static String of(Map<String, Object> position) {
        StringBuilder text = new StringBuilder();
        position.forEach((name, value) -> {
            if (!(value instanceof String || value instanceof Long)) {
                throw new IllegalArgumentException("a position holds no " + value.getClass());
            }
            text.append(escaped(name))
                    .append(value instanceof Long ? " n " : " s ")
                    .append(escaped(value.toString()))
                    .append('\n');
        });
        return text.toString();
    }

    /**
     * The position of a text.
     *
     * @throws IllegalArgumentException when it is not what {@link #of} gives
     */
    public static Map<String, Object> read(String text) {
        Map<String, Object> position = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            String[] parts = line.split(" ", 3);
            if (parts.length != 3 || !(parts[1].equals("n") || parts[1].equals("s"))) {
                throw new IllegalArgumentException("'%s' is no part of a position".formatted(line));
            }
            String value = unescaped(parts[2]);
            position.put(unescaped(parts[0]), parts[1].equals("n") ? (Object) Long.valueOf(value) : value);
        });
        return position;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace(" ", "\\_");
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char escape = text.charAt(++i);
                plain.append(
                        switch (escape) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case '_' -> ' ';
                            default -> escape;
                        });
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
