package dev.corecdc.processor;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Chooses tables by patterns of the form {@code database.table}, in which {@code *} stands for any text and {@code ?} for
 * any one character. Upper and lower case differ.
 */
public final class TableFilter {

    private final List<Glob> include;
    private final List<Glob> exclude;

    /**
     * @param include what is wanted; empty = everything
     * @param exclude what is not wanted, whatever {@code include} says
     * @throws IllegalArgumentException when a pattern has no dot
     */
    public TableFilter(List<String> include, List<String> exclude) {
        this.include = include.stream().map(Glob::parse).toList();
        this.exclude = exclude.stream().map(Glob::parse).toList();
    }

    public boolean accepts(String database, String table) {
        return (include.isEmpty() || include.stream().anyMatch(glob -> glob.matches(database, table)))
                && exclude.stream().noneMatch(glob -> glob.matches(database, table));
    }

    /** Whether any table of the database can be accepted. */
    public boolean acceptsDatabase(String database) {
        return (include.isEmpty() || include.stream().anyMatch(glob -> glob.matchesDatabase(database)))
                && exclude.stream().noneMatch(glob -> glob.matchesWholeDatabase(database));
    }

    private record Glob(Pattern database, String tableText, Pattern table) {

        static Glob parse(String text) {
            int dot = text.indexOf('.');
            if (dot <= 0 || dot == text.length() - 1) {
                throw new IllegalArgumentException("'%s' is not of the form database.table".formatted(text));
            }
            String table = text.substring(dot + 1);
            return new Glob(compile(text.substring(0, dot)), table, compile(table));
        }

        private static Pattern compile(String glob) {
            return Pattern.compile(
                    glob.codePoints()
                            .mapToObj(c -> switch (c) {
                                case '*' -> ".*";
                                case '?' -> ".";
                                default -> Pattern.quote(Character.toString(c));
                            })
                            .collect(Collectors.joining()),
                    Pattern.DOTALL);
        }

        boolean matches(String databaseName, String tableName) {
            return matchesDatabase(databaseName) && table.matcher(tableName).matches();
        }

        boolean matchesDatabase(String name) {
            return database.matcher(name).matches();
        }

        boolean matchesWholeDatabase(String name) {
            return tableText.equals("*") && matchesDatabase(name);
        }
    }
}
