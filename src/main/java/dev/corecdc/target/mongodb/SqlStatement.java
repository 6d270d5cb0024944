package dev.corecdc.target.mongodb;

import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.mongodb.Operation.Renaming;
import dev.corecdc.target.mongodb.Operation.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.sf.jsqlparser.parser.AbstractJSqlParser.Dialect;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.alter.Alter;
import net.sf.jsqlparser.statement.alter.RenameTableStatement;
import net.sf.jsqlparser.statement.create.table.CreateTable;
import net.sf.jsqlparser.statement.drop.Drop;
import net.sf.jsqlparser.statement.truncate.Truncate;
import org.bson.BsonDocument;

/** Reads the DDL statements of MySQL and MariaDB. */
final class SqlStatement {

    /** What a parser need not read: a collection has nothing of the kind. */
    private static final Pattern OF_NO_CONCERN = Pattern.compile(
            "(?is)(CREATE|ALTER|DROP)\\s+(OR\\s+REPLACE\\s+)?(DEFINER\\s*=\\s*\\S+\\s+)?(SQL\\s+SECURITY\\s+\\w+\\s+)?"
                    + "(ALGORITHM\\s*=\\s*\\w+\\s+)?(AGGREGATE\\s+|UNIQUE\\s+|FULLTEXT\\s+|SPATIAL\\s+|ONLINE\\s+|OFFLINE\\s+)?"
                    + "(PROCEDURE|FUNCTION|TRIGGER|EVENT|SEQUENCE|SERVER|INDEX|VIEW)\\b.*"
                    + "|ALTER\\s+(DATABASE|SCHEMA)\\b.*|(ANALYZE|OPTIMIZE|REPAIR|CHECK|FLUSH)\\b.*");

    private static final Pattern REPLACING = Pattern.compile("(?is)CREATE\\s+OR\\s+REPLACE\\b.*");

    /** A part that only some versions execute. */
    private static final Pattern VERSIONED = Pattern.compile("/\\*M?!");

    private SqlStatement() {}

    /** @throws UnfitChangeException when it cannot be read, or does what cannot be done in MongoDB */
    static List<Operation> of(DdlEvent ddl) throws UnfitChangeException {
        return switch (ddl.kind()) {
            case CREATE_INDEX, DROP_INDEX, CREATE_VIEW, DROP_VIEW, CREATE_DATABASE -> List.of();
            case DROP_DATABASE -> List.of(new Operation.DropDatabase(schema(ddl)));
            case OTHER -> other(ddl);
            default -> parsed(ddl);
        };
    }

    private static List<Operation> other(DdlEvent ddl) throws UnfitChangeException {
        if (OF_NO_CONCERN.matcher(ddl.statement().strip()).matches()) {
            return List.of();
        }
        throw new UnfitChangeException("it cannot be read");
    }

    private static List<Operation> parsed(DdlEvent ddl) throws UnfitChangeException {
        if (VERSIONED.matcher(ddl.statement()).find()) {
            throw new UnfitChangeException("it has parts that only some versions execute");
        }
        Statement statement = parse(ddl.statement());
        TableNames names = new TableNames(ddl.schema());
        if (statement instanceof CreateTable create) {
            return created(
                    names.of(create.getTable()),
                    REPLACING.matcher(ddl.statement().strip()).matches());
        } else if (statement instanceof Drop drop) {
            List<Table> tables = new ArrayList<>();
            for (var table : drop.getNames()) {
                tables.add(names.of(table));
            }
            return List.of(new Operation.Drop(tables));
        } else if (statement instanceof Truncate truncate) {
            return List.of(new Operation.Clear(List.of(names.of(truncate.getTable()))));
        } else if (statement instanceof RenameTableStatement rename) {
            List<Renaming> steps = new ArrayList<>();
            for (var step : rename.getTableNames()) {
                steps.add(new Renaming(names.of(step.getKey()), names.of(step.getValue())));
            }
            return List.of(new Operation.Rename(steps, false));
        } else if (statement instanceof Alter alter) {
            return new AlterStatement(names.of(alter.getTable()), names).operations(alter.getAlterExpressions());
        }
        throw new UnfitChangeException("it cannot be read");
    }

    private static List<Operation> created(Table table, boolean replacing) {
        Operation create = new Operation.Create(table, new BsonDocument());
        return replacing ? List.of(new Operation.Drop(List.of(table)), create) : List.of(create);
    }

    private static Statement parse(String sql) throws UnfitChangeException {
        try {
            return CCJSqlParserUtil.newParser(sql)
                    .withDialect(Dialect.MARIADB)
                    .withBackslashEscapeCharacter(true)
                    .Statement();
        } catch (ParseException | RuntimeException | Error e) {
            throw new UnfitChangeException("it cannot be read");
        }
    }

    private static String schema(DdlEvent ddl) throws UnfitChangeException {
        if (ddl.schema() == null) {
            throw new UnfitChangeException("it names no database");
        }
        return ddl.schema();
    }
}
