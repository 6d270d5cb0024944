package dev.corecdc.processor.mysql;

import java.util.ArrayList;
import java.util.List;

/**
 * A path to one value of a JSON document, as MySQL writes it (MySQL manual: "JSON Path Syntax"): {@code $.name."other name"[3][last-1]}.
 * There are no wildcards, which could name many values.
 *
 * @param legs the steps from the root; none for the root itself
 */
record JsonPath(List<Leg> legs) {

    /** A step from a value to one that it holds. */
    sealed interface Leg {}

    /** The member of an object. */
    record Member(JsonKey key) implements Leg {}

    /**
     * The cell of an array.
     *
     * @param index counted from 0
     * @param fromEnd whether 0 is the last cell
     */
    record Cell(int index, boolean fromEnd) implements Leg {

        /** Where it is in an array of {@code size}; below 0 or past the last one where there is no such cell. */
        int in(int size) {
            return fromEnd ? size - 1 - index : index;
        }
    }

    JsonPath {
        legs = List.copyOf(legs);
    }

    boolean isRoot() {
        return legs.isEmpty();
    }

    /** The last step. */
    Leg last() {
        return legs.get(legs.size() - 1);
    }

    /** @throws UndecodableEventException when it is not such a path */
    static JsonPath parse(String text) {
        return new Parser(text).parse();
    }

    private static final class Parser {

        private static final String LAST = "last";

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        JsonPath parse() {
            List<Leg> legs = new ArrayList<>();
            expect('$');
            while (at < text.length()) {
                if (text.charAt(at) == '.') {
                    at++;
                    legs.add(new Member(JsonKey.of(name())));
                } else {
                    expect('[');
                    legs.add(cell());
                    expect(']');
                }
            }
            return new JsonPath(legs);
        }

        private void expect(char expected) {
            if (at >= text.length() || text.charAt(at) != expected) {
                throw malformed();
            }
            at++;
        }

        private String name() {
            if (at < text.length() && text.charAt(at) == '"') {
                at++;
                return quoted();
            }
            int begin = at;
            while (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '[') {
                at++;
            }
            String name = text.substring(begin, at);
            if (name.isEmpty() || name.indexOf('*') >= 0) {
                throw malformed();
            }
            return name;
        }

        private String quoted() {
            StringBuilder name = new StringBuilder();
            while (at < text.length()) {
                char next = text.charAt(at++);
                if (next == '"') {
                    return name.toString();
                }
                name.append(next == '\\' ? escaped() : next);
            }
            throw malformed();
        }

        private char escaped() {
            char code = at < text.length() ? text.charAt(at++) : 0;
            return switch (code) {
                case '"', '\\', '/' -> code;
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'u' -> {
                    at += 4;
                    yield (char) number(at - 4, at, 16);
                }
                default -> throw malformed();
            };
        }

        private Cell cell() {
            if (!text.startsWith(LAST, at)) {
                return new Cell(digits(), false);
            }
            at += LAST.length();
            if (at < text.length() && text.charAt(at) == '-') {
                at++;
                return new Cell(digits(), true);
            }
            return new Cell(0, true);
        }

        private int digits() {
            int begin = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            return number(begin, at, 10);
        }

        private int number(int begin, int end, int radix) {
            try {
                return Integer.parseInt(text, begin, end, radix);
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw malformed();
            }
        }

        private UndecodableEventException malformed() {
            String shown = text.length() <= 100 ? text : text.substring(0, 100) + "…";
            return new UndecodableEventException("the path of a change is malformed: " + shown);
        }
    }
}
