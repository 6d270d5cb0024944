package dev.corecdc.processor.mysql;

import dev.corecdc.processor.mysql.TableSchemas.Changes;
import dev.corecdc.processor.mysql.TableSchemas.Entry;
import dev.corecdc.processor.mysql.TableSchemas.Known;
import dev.corecdc.processor.mysql.TableSchemas.Lost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Follows what DDL in the log makes of tables. What is not understood for certain is not guessed: the tables that it may have changed
 * are not known from then on. Used by one thread.
 *
 * <p>Of tables that are not wanted it keeps some, those that are made in the log beside wanted ones: tools that change a large table make
 * another one, and rename it at the end.
 */
final class SchemaFollower {

    private static final int MOST_UNWANTED = 200;

    private static final int LONGEST_QUOTE = 120;

    private final Flavor flavor;
    private final WantedTables wanted;

    SchemaFollower(Flavor flavor, WantedTables wanted) {
        this.flavor = flavor;
        this.wanted = wanted;
    }

    /** The tables behind a statement. */
    TableSchemas follow(TableSchemas schemas, LoggedStatement logged) {
        Statement statement = logged.statement();
        if (!schemas.isFollowed() || statement.kind() != Statement.Kind.DDL) {
            return schemas;
        }
        Changes changes = schemas.change();
        try {
            logged.requireCertain();
            apply(changes, schemas, logged);
            return changes.done();
        } catch (NotFollowedException | RuntimeException e) {
            return lose(schemas, logged, String.valueOf(e.getMessage()));
        }
    }

    private void apply(Changes changes, TableSchemas schemas, LoggedStatement logged) throws NotFollowedException {
        QueryEvent query = logged.query();
        SqlText text = new SqlText(logged.statement().text(query.sql()), query.mode());
        if (text.skip("SET")) {
            Statement.skipVariables(text);
        }
        String verb = text.keyword();
        text.take();
        switch (verb) {
            case "TRUNCATE" -> {
                // the columns stay
            }
            case "RENAME" -> rename(changes, schemas, logged);
            case "CREATE" -> create(changes, schemas, text, logged);
            case "ALTER" -> alter(changes, schemas, text, logged);
            case "DROP" -> drop(changes, schemas, text, logged);
            default -> throw new NotFollowedException("it is not understood");
        }
    }

    private void rename(Changes changes, TableSchemas schemas, LoggedStatement logged) throws NotFollowedException {
        List<TableName> names = logged.statement().tables();
        if (names.size() % 2 != 0) {
            throw new NotFollowedException("it is not understood");
        }
        TableSchemas now = schemas;
        for (int i = 0; i < names.size(); i += 2) {
            Changes step = now.change();
            move(step, now, key(names.get(i)), key(names.get(i + 1)), logged);
            now = step.done();
        }
        TableSchemas renamed = now;
        for (TableName name : names) {
            Entry entry = renamed.get(key(name));
            if (entry == null) {
                changes.remove(key(name));
            } else {
                changes.put(key(name), entry);
            }
        }
    }

    private void move(Changes changes, TableSchemas schemas, TableName from, TableName to, LoggedStatement logged) {
        Entry entry = schemas.get(from);
        changes.remove(from);
        if (entry instanceof Known known) {
            put(changes, schemas, to, known.shape(), logged);
        } else {
            lose(changes, to, entry instanceof Lost lost ? lost.why() : logged.shown("what it renamed was not known"));
        }
    }

    private void put(Changes changes, TableSchemas schemas, TableName table, TableShape shape, LoggedStatement logged) {
        boolean room = schemas.get(table) != null
                || schemas.tables().keySet().stream()
                                .filter(name -> !wanted.accepts(name))
                                .count()
                        < MOST_UNWANTED;
        if (wanted.accepts(table) || (wanted.acceptsDatabase(table.database()) && room)) {
            changes.put(table, new Known(shape, logged.place()));
        } else {
            changes.remove(table);
        }
    }

    private void create(Changes changes, TableSchemas schemas, SqlText text, LoggedStatement logged)
            throws NotFollowedException {
        boolean replaces = text.skip("OR") && text.skip("REPLACE");
        if (text.skip("UNIQUE")) {
            createUnique(changes, schemas, text, logged, replaces);
        } else if (text.skip("TABLE")) {
            createTable(changes, schemas, text, logged, replaces);
        } else if (text.skip("DATABASE", "SCHEMA")) {
            new DatabaseChange(changes, schemas, this).create(text, logged, replaces);
        } else if (logged.statement().tables().isEmpty()) {
            requireNothing(logged);
        } // else an index, which leaves the columns as they are
    }

    private static void requireNothing(LoggedStatement logged) throws NotFollowedException {
        Reach reach = Reach.of(logged.query(), logged.statement());
        if (reach.everything() || reach.defaults() != null || !reach.tables().isEmpty()) {
            throw new NotFollowedException("it is not understood");
        }
    }

    private void createTable(
            Changes changes, TableSchemas schemas, SqlText text, LoggedStatement logged, boolean replaces)
            throws NotFollowedException {
        boolean ifAbsent = skipCondition(text);
        TableName name = key(Statement.name(text, logged.query().database()));
        if (ifAbsent && !replaces) {
            if (schemas.get(name) instanceof Known) {
                return;
            }
            throw new NotFollowedException("there may have been such a table");
        }
        put(changes, schemas, name, created(schemas, text, name, logged), logged);
    }

    private TableShape created(TableSchemas schemas, SqlText text, TableName name, LoggedStatement logged)
            throws NotFollowedException {
        boolean listed = text.skip("(");
        if (text.skip("LIKE")) {
            TableName other = key(Statement.name(text, logged.query().database()));
            if (schemas.get(other) instanceof Known known) {
                return known.shape();
            }
            throw new NotFollowedException("the other table was not known");
        }
        if (!listed) {
            throw new NotFollowedException("it does not list columns");
        }
        return new CreatedTable(text, flavor).shape(schemas.databases().get(name.database()));
    }

    private void alter(Changes changes, TableSchemas schemas, SqlText text, LoggedStatement logged)
            throws NotFollowedException {
        if (text.skip("DATABASE", "SCHEMA")) {
            new DatabaseChange(changes, schemas, this).alter(text, logged);
            return;
        }
        text.skip("ONLINE", "OFFLINE");
        text.skip("IGNORE");
        if (!text.skip("TABLE")) {
            requireNothing(logged);
            return;
        }
        skipCondition(text);
        TableName name = key(Statement.name(text, logged.query().database()));
        if (!(schemas.get(name) instanceof Known known)) {
            throw new NotFollowedException("the table was not known before");
        }
        AlteredTable altered = new AlteredTable(text, flavor, known.shape());
        TableShape shape = altered.shape(logged.query().database());
        TableName newName = altered.newName();
        if (newName != null) {
            changes.remove(name);
            put(changes, schemas, key(newName), shape, logged);
        } else if (!shape.equals(known.shape())) {
            put(changes, schemas, name, shape, logged);
        }
    }

    private void drop(Changes changes, TableSchemas schemas, SqlText text, LoggedStatement logged)
            throws NotFollowedException {
        if (text.skip("TABLE", "TABLES")) {
            logged.statement().tables().forEach(table -> changes.remove(key(table)));
        } else if (text.skip("DATABASE", "SCHEMA")) {
            new DatabaseChange(changes, schemas, this).drop(logged);
        } else if (text.skip("INDEX")) {
            skipCondition(text);
            String index = text.take().text();
            alterKey(changes, schemas, logged, key -> key.dropIndex(index));
        } else {
            requireNothing(logged);
        }
    }

    private void createUnique(
            Changes changes, TableSchemas schemas, SqlText text, LoggedStatement logged, boolean replaces)
            throws NotFollowedException {
        text.skip("INDEX");
        if (replaces || text.peek().is("IF")) {
            throw new NotFollowedException("there may have been such a key");
        }
        while (!text.atEnd() && !text.skip("ON")) {
            text.take();
        }
        KeyDefinition unique = KeyDefinition.take(text);
        alterKey(changes, schemas, logged, key -> key.unique(unique));
    }

    /** A statement that changes nothing of a table but its keys. */
    private void alterKey(Changes changes, TableSchemas schemas, LoggedStatement logged, Consumer<AlteredKey> change)
            throws NotFollowedException {
        TableName table = key(logged.statement().tables().get(0));
        if (!(schemas.get(table) instanceof Known known)) {
            throw new NotFollowedException("the table was not known before");
        }
        TableShape shape = known.shape();
        AlteredKey key = new AlteredKey(shape);
        change.accept(key);
        TableShape altered = new TableShape(shape.columns(), key.after(new AlteredColumns(shape)), shape.charset());
        if (!altered.equals(shape)) {
            put(changes, schemas, table, altered, logged);
        }
    }

    static boolean skipCondition(SqlText text) {
        boolean condition = text.skip("IF");
        if (condition) {
            text.skip("NOT");
            text.skip("EXISTS");
        }
        return condition;
    }

    /** Nothing is known from now on of what the statement may have changed. */
    private TableSchemas lose(TableSchemas schemas, LoggedStatement logged, String why) {
        Changes changes = schemas.change();
        String shown = logged.shown(why);
        Reach reach = Reach.of(logged.query(), logged.statement());
        List<TableName> lost = new ArrayList<>();
        reach.tables().forEach(table -> lost.add(key(table)));
        schemas.tables().keySet().stream()
                .filter(name -> reach.everything()
                        || (reach.database() != null && name.database().equals(fold(reach.database()))))
                .forEach(lost::add);
        for (TableName table : lost) {
            lose(changes, table, schemas.get(table) instanceof Lost before ? before.why() : shown);
        }
        schemas.databases().keySet().stream()
                .filter(name -> reach.everything() || (reach.defaults() != null && name.equals(fold(reach.defaults()))))
                .forEach(name -> changes.database(name, null));
        return changes.done();
    }

    private void lose(Changes changes, TableName table, String why) {
        if (wanted.accepts(table)) {
            changes.put(table, new Lost(why));
        } else {
            changes.remove(table);
        }
    }

    /** The name by which a table is known, where upper and lower case may be one. */
    TableName key(TableName name) {
        return wanted.ignoresCase() ? new TableName(fold(name.database()), fold(name.table())) : name;
    }

    /** The name by which a database is known. */
    String fold(String name) {
        return wanted.ignoresCase() ? name.toLowerCase(Locale.ROOT) : name;
    }

    /** A statement for people, cut off, without the texts that it holds, which may be secret. */
    static String quote(String sql) {
        String line =
                sql.substring(0, Math.min(sql.length(), 4 * LONGEST_QUOTE)).replaceAll("\\s+", " ");
        String beginning = line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
        return beginning.replaceAll("'(?:[^'\\\\]|\\\\.)*('|$)", "'…'");
    }
}
