package dev.corecdc.processor.mysql;

import dev.corecdc.event.DdlKind;
import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.parser.AbstractJSqlParser.Dialect;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.StatementVisitorAdapter;
import net.sf.jsqlparser.statement.alter.Alter;
import net.sf.jsqlparser.statement.alter.AlterExpression;
import net.sf.jsqlparser.statement.alter.AlterExpressionPartition;
import net.sf.jsqlparser.statement.alter.RenameTableStatement;
import net.sf.jsqlparser.statement.create.database.CreateDatabase;
import net.sf.jsqlparser.statement.create.index.CreateIndex;
import net.sf.jsqlparser.statement.create.schema.CreateSchema;
import net.sf.jsqlparser.statement.create.table.CreateTable;
import net.sf.jsqlparser.statement.create.view.CreateView;
import net.sf.jsqlparser.statement.drop.Drop;
import net.sf.jsqlparser.statement.truncate.Truncate;
import org.jspecify.annotations.Nullable;

/** What JSqlParser makes of a DDL statement. */
final class DdlTree {

    private final String sql;
    private final SqlMode mode;
    private volatile @Nullable CCJSqlParser parser;

    /** @param sql without comments, and with no double quotes around names */
    DdlTree(String sql, SqlMode mode) {
        this.sql = sql;
        this.mode = mode;
    }

    /**
     * What the statement does; OTHER when it does not work on just the {@code expected} tables.
     *
     * @throws ParseException when it cannot be read; the library may throw anything else too, errors among it
     */
    DdlKind kind(List<TableName> expected, String defaultDatabase) throws ParseException {
        CCJSqlParser made = CCJSqlParserUtil.newParser(sql);
        parser = made.withDialect(Dialect.MARIADB).withBackslashEscapeCharacter(mode.backslashEscapes());
        Reading reading = new Reading(defaultDatabase);
        DdlKind kind = made.Statement().accept(reading, null);
        return kind == null || !reading.tables.equals(expected) ? DdlKind.OTHER : kind;
    }

    /** Lets {@link #kind} come to an end. */
    void giveUp() {
        CCJSqlParser made = parser;
        if (made != null) {
            made.interrupted = true;
        }
    }

    /** Gives the kind of a statement, null where it is none of interest, and gathers its tables. */
    private static final class Reading extends StatementVisitorAdapter<@Nullable DdlKind> {

        private final String defaultDatabase;
        private final List<TableName> tables = new ArrayList<>();

        Reading(String defaultDatabase) {
            this.defaultDatabase = defaultDatabase;
        }

        @Override
        public <S> DdlKind visit(CreateTable statement, S context) {
            add(statement.getTable());
            return DdlKind.CREATE_TABLE;
        }

        @Override
        public <S> DdlKind visit(Alter statement, S context) {
            add(statement.getTable());
            for (AlterExpression change : statement.getAlterExpressions()) {
                if (change.getNewTableName() != null) {
                    add(change.getNewTableName());
                }
                if (change instanceof AlterExpressionPartition partition && partition.getExchangeTable() != null) {
                    add(partition.getExchangeTable());
                }
            }
            return DdlKind.ALTER_TABLE;
        }

        @Override
        public <S> DdlKind visit(RenameTableStatement statement, S context) {
            statement.getTableNames().forEach(names -> {
                add(names.getKey());
                add(names.getValue());
            });
            return DdlKind.RENAME_TABLE;
        }

        @Override
        public <S> DdlKind visit(Truncate statement, S context) {
            add(statement.getTable());
            return DdlKind.TRUNCATE_TABLE;
        }

        @Override
        public <S> DdlKind visit(CreateIndex statement, S context) {
            add(statement.getTable());
            return DdlKind.CREATE_INDEX;
        }

        @Override
        public <S> DdlKind visit(CreateDatabase statement, S context) {
            return DdlKind.CREATE_DATABASE;
        }

        @Override
        public <S> DdlKind visit(CreateSchema statement, S context) {
            return DdlKind.CREATE_DATABASE;
        }

        @Override
        public <S> DdlKind visit(CreateView statement, S context) {
            return DdlKind.CREATE_VIEW;
        }

        @Override
        public <S> @Nullable DdlKind visit(Drop statement, S context) {
            return switch (statement.getObjectType()) {
                case TABLE -> {
                    statement.getNames().forEach(this::add);
                    yield DdlKind.DROP_TABLE;
                }
                case INDEX -> {
                    add(statement.getParameters().get(1)); // behind ON
                    yield DdlKind.DROP_INDEX;
                }
                case DATABASE, SCHEMA -> DdlKind.DROP_DATABASE;
                case VIEW -> DdlKind.DROP_VIEW;
                default -> null;
            };
        }

        private void add(Table table) {
            add(table.getFullyQualifiedName());
        }

        private void add(String name) {
            tables.add(Statement.name(new SqlText(name, SqlMode.DEFAULT), defaultDatabase));
        }
    }
}
