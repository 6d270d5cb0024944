package dev.corecdc.target.mongodb;

import com.mongodb.MongoNamespace;
import dev.corecdc.target.mongodb.MongoTargetSettings.LetterCase;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the tables and columns of the source are called in MongoDB. */
final class Names {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final Set<String> PLACEHOLDERS = Set.of("schema", "table");
    private static final Set<String> OF_THE_SERVER = Set.of("admin", "local", "config");

    private final String database;
    private final String collection;
    private final LetterCase letterCase;

    /** @throws IllegalArgumentException when a template is wrong; the message names the key */
    Names(String database, String collection, LetterCase letterCase) {
        this.database = checked("mongodb.database", database);
        this.collection = checked("mongodb.collection", collection);
        this.letterCase = letterCase;
        if (!collection.contains("{table}")) {
            throw new IllegalArgumentException(
                    "'mongodb.collection' must have {table} in it, like '{table}' or '{schema}_{table}'");
        }
    }

    private static String checked(String key, String template) {
        PLACEHOLDER.matcher(template).results().map(found -> found.group(1)).forEach(name -> {
            if (!PLACEHOLDERS.contains(name)) {
                throw new IllegalArgumentException(
                        "'%s' has {%s}; it may have {schema} and {table}".formatted(key, name));
            }
        });
        return template;
    }

    /**
     * Where the rows of a table go.
     *
     * @throws UnfitChangeException when MongoDB can have no such name
     */
    MongoNamespace of(String schema, String table) throws UnfitChangeException {
        String name = named(collection, schema, table);
        if (name.startsWith("system.") || name.contains("$")) {
            throw new UnfitChangeException("MongoDB can have no collection '%s'".formatted(name));
        }
        return namespace(database(schema, table), name);
    }

    private String database(String schema, String table) throws UnfitChangeException {
        String name = named(database, schema, table);
        if (OF_THE_SERVER.contains(name)) {
            throw new UnfitChangeException("the database '%s' is the server's own".formatted(name));
        }
        return name;
    }

    private static MongoNamespace namespace(String database, String collection) throws UnfitChangeException {
        try {
            return new MongoNamespace(database, collection);
        } catch (IllegalArgumentException e) {
            throw new UnfitChangeException("MongoDB can have no collection '%s' in a database '%s': %s"
                    .formatted(collection, database, e.getMessage()));
        }
    }

    /**
     * The database that holds the tables of one of the source, and nothing else.
     *
     * @throws UnfitChangeException when there is none
     */
    String wholeDatabase(String schema) throws UnfitChangeException {
        if (!database.contains("{schema}") || database.contains("{table}")) {
            throw new UnfitChangeException(
                    "which collections are of the database '%s' cannot be told, as 'database' is '%s'; drop them by hand"
                            .formatted(schema, database));
        }
        return namespace(database(schema, ""), "any").getDatabaseName();
    }

    private String named(String template, String schema, String table) {
        return cased(PLACEHOLDER.matcher(template).replaceAll(found -> value(found, schema, table)));
    }

    private static String value(MatchResult found, String schema, String table) {
        return Matcher.quoteReplacement(found.group(1).equals("schema") ? schema : table);
    }

    /** A column as a field. A dot, and a dollar at the beginning, mean something to MongoDB: they become the full-width ones. */
    String field(String column) {
        String name = cased(column).replace('.', '\uFF0E');
        return name.startsWith("$") ? '\uFF04' + name.substring(1) : name;
    }

    private String cased(String name) {
        return switch (letterCase) {
            case AS_IS -> name;
            case LOWER -> name.toLowerCase(Locale.ROOT);
            case UPPER -> name.toUpperCase(Locale.ROOT);
        };
    }
}
