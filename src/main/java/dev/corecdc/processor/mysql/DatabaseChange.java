package dev.corecdc.processor.mysql;

import org.jspecify.annotations.Nullable;

/** What CREATE, ALTER and DROP DATABASE do to its tables, and to the character set that new ones have there. */
final class DatabaseChange {

    private final TableSchemas.Changes changes;
    private final TableSchemas schemas;
    private final SchemaFollower names;

    /**
     * @param changes takes them
     * @param schemas the tables before
     * @param names as databases are known by
     */
    DatabaseChange(TableSchemas.Changes changes, TableSchemas schemas, SchemaFollower names) {
        this.changes = changes;
        this.schemas = schemas;
        this.names = names;
    }

    /** @param text stands behind DATABASE */
    void create(SqlText text, LoggedStatement logged, boolean replaces) throws NotFollowedException {
        boolean ifAbsent = SchemaFollower.skipCondition(text);
        String database = names.fold(text.take().text());
        if (ifAbsent && schemas.databases().containsKey(database)) {
            return;
        }
        if (replaces) {
            changes.removeIf(name -> name.database().equals(database));
        }
        String charset = charset(text);
        changes.database(database, ifAbsent ? null : charset == null ? logged.serverCharset() : charset);
    }

    /** @param text stands behind DATABASE */
    void alter(SqlText text, LoggedStatement logged) throws NotFollowedException {
        String named = logged.statement().database();
        String charset = charset(text);
        if (charset != null) {
            changes.database(names.fold(named == null ? logged.query().database() : named), charset);
        }
    }

    void drop(LoggedStatement logged) {
        String named = logged.statement().database();
        String database = names.fold(named == null ? "" : named);
        changes.removeIf(name -> name.database().equals(database));
        changes.database(database, null);
    }

    /** The character set that CREATE or ALTER DATABASE names; null when it names none. */
    private static @Nullable String charset(SqlText text) throws NotFollowedException {
        String charset = null;
        while (!text.atEnd()) {
            if (text.skip("CHARSET") || (text.skip("CHARACTER") && text.skip("SET"))) {
                return Names.charset(text);
            }
            if (text.skip("COLLATE")) {
                text.skip("=");
                charset = Names.charsetOfCollation(text.take().text());
            } else {
                text.take();
            }
        }
        return charset;
    }
}
