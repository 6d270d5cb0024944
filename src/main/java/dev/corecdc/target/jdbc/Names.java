package dev.corecdc.target.jdbc;

import dev.corecdc.target.jdbc.JdbcTargetSettings.LetterCase;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the tables and columns of the source are called in the database. */
final class Names {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final Set<String> PLACEHOLDERS = Set.of("schema", "table");

    private final @Nullable String schema;
    private final String table;
    private final LetterCase letterCase;

    /** @throws IllegalArgumentException when the template is wrong; the message names the key */
    Names(String template, LetterCase letterCase) {
        int dot = template.indexOf('.');
        this.schema = dot < 0 ? null : template.substring(0, dot);
        this.table = template.substring(dot + 1);
        this.letterCase = letterCase;
        PLACEHOLDER.matcher(template).results().map(found -> found.group(1)).forEach(name -> {
            if (!PLACEHOLDERS.contains(name)) {
                throw new IllegalArgumentException(
                        "'jdbc.table' has {%s}; it may have {schema} and {table}".formatted(name));
            }
        });
        if (!table.contains("{table}") || table.contains(".") || (schema != null && schema.isEmpty())) {
            throw new IllegalArgumentException(
                    "'jdbc.table' must be like '{schema}.{table}' or '{schema}_{table}': at most one dot, and {table} behind it");
        }
    }

    /** Where the rows of a table go. */
    TableName table(String sourceSchema, String sourceTable) {
        return new TableName(
                schema == null ? null : name(schema, sourceSchema, sourceTable),
                name(table, sourceSchema, sourceTable));
    }

    private String name(String template, String sourceSchema, String sourceTable) {
        return cased(PLACEHOLDER.matcher(template).replaceAll(found -> value(found, sourceSchema, sourceTable)));
    }

    private static String value(MatchResult found, String sourceSchema, String sourceTable) {
        return Matcher.quoteReplacement(found.group(1).equals("schema") ? sourceSchema : sourceTable);
    }

    /** The schema for a database; null where tables are in that of the connection. */
    @Nullable
    String schema(String sourceSchema) {
        return schema == null ? null : name(schema, sourceSchema, "");
    }

    /** Whether the tables of each database are in a schema that holds those of no other. */
    boolean haveSchemasOfTheirOwn() {
        return schema != null && schema.contains("{schema}") && !schema.contains("{table}");
    }

    /** Whether all names are those of the source. */
    boolean areKept() {
        return "{schema}".equals(schema) && table.equals("{table}") && letterCase == LetterCase.AS_IS;
    }

    String column(String source) {
        return cased(source);
    }

    private String cased(String name) {
        return switch (letterCase) {
            case AS_IS -> name;
            case LOWER -> name.toLowerCase(Locale.ROOT);
            case UPPER -> name.toUpperCase(Locale.ROOT);
        };
    }
}
