package dev.corecdc.processor;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Chooses tables by patterns of the form {@code database.table}, in which {@code *} stands for any text and {@code ?} for
 * any one character. Upper and lower case differ, unless
 * {@link #ignoringCase told otherwise}.
 */
public final class TableFilter {

    private final List<String> includeTexts;
    private final List<String> excludeTexts;
    private final List<Glob> include;
    private final List<Glob> exclude;

    /**
     * @param include what is wanted; empty = everything
     * @param exclude what is not wanted, whatever {@code include} says
     * @throws IllegalArgumentException when a pattern has no dot
     */
    public TableFilter(List<String> include, List<String> exclude) {
        this(include, exclude, 0);
    }

    private TableFilter(List<String> include, List<String> exclude, int flags) {
        this.includeTexts = List.copyOf(include);
        this.excludeTexts = List.copyOf(exclude);
        this.include = include.stream().map(text -> Glob.parse(text, flags)).toList();
        this.exclude = exclude.stream().map(text -> Glob.parse(text, flags)).toList();
    }

    /** The same choice for a source in whose names upper and lower case do not differ. */
    public TableFilter ignoringCase() {
        return new TableFilter(includeTexts, excludeTexts, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** The patterns of what is wanted; empty = everything. */
    public List<String> include() {
        return includeTexts;
    }

    /** The patterns of what is not wanted, whatever {@link #include} says. */
    public List<String> exclude() {
        return excludeTexts;
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

    /** Whether every table of the database is accepted, whatever its name. */
    public boolean acceptsWholeDatabase(String database) {
        return (include.isEmpty() || include.stream().anyMatch(glob -> glob.matchesWholeDatabase(database)))
                && exclude.stream().noneMatch(glob -> glob.matchesDatabase(database));
    }

    private record Glob(Pattern database, String tableText, Pattern table) {

        static Glob parse(String text, int flags) {
            int dot = text.indexOf('.');
            if (dot <= 0 || dot == text.length() - 1) {
                throw new IllegalArgumentException("'%s' is not of the form database.table".formatted(text));
            }
            String table = text.substring(dot + 1);
            return new Glob(compile(text.substring(0, dot), flags), table, compile(table, flags));
        }

        private static Pattern compile(String glob, int flags) {
            return Pattern.compile(
                    glob.codePoints()
                            .mapToObj(c -> switch (c) {
                                case '*' -> ".*";
                                case '?' -> ".";
                                default -> Pattern.quote(Character.toString(c));
                            })
                            .collect(Collectors.joining()),
                    Pattern.DOTALL | flags);
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
