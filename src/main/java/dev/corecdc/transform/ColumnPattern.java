package dev.corecdc.transform;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Chooses columns by a pattern of the form {@code database.table.column}, in which {@code *} stands for any text, dots too, and {@code ?}
 * for any one character, whatever the case of letters. A field of a document is named by its path; what stands in an array has
 * the path of the array.
 */
final class ColumnPattern {

    /** The places in arrays that a change event names in a path. */
    private static final String PLACES = "(?:\\.[0-9]+)*";

    private final Pattern pattern;

    private ColumnPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException when it has another form */
    static ColumnPattern parse(String text) {
        String[] parts = text.split("\\.", -1);
        boolean blank = false;
        for (String part : parts) {
            blank |= part.isBlank();
        }
        if (parts.length < 3 || blank) {
            throw new IllegalArgumentException("'%s' is not of the form database.table.column".formatted(text));
        }
        String regex = text.codePoints()
                .mapToObj(c -> switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    case '.' -> PLACES + "\\.";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining());
        return new ColumnPattern(
                Pattern.compile(regex + PLACES, Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
    }

    /** Whether it is meant. */
    boolean matches(String column) {
        return pattern.matcher(column).matches();
    }

    /** Whether anything can be meant whose name begins so; never no where it can. */
    boolean canMatchBelow(String beginning) {
        Matcher matcher = pattern.matcher(beginning);
        return matcher.matches() || matcher.hitEnd();
    }
}
