package dev.corecdc.target.jdbc;

import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.jdbc.JdbcTargetSettings.ZeroDates;
import java.sql.Connection;
import java.sql.SQLException;

/** How a copy follows the DDL statements of its source. */
@FunctionalInterface
interface CopyDdl {

    /**
     * Executes a statement as {@link dev.corecdc.target.DdlTarget#execute} says.
     *
     * @param connection where each statement is committed by itself
     * @throws UntranslatableDdlException before anything is executed
     * @throws RejectedRecordException when it is for a person to say whether it is to be executed
     * @throws UnfitTableException when a table that it works on is another's
     */
    void execute(Connection connection, DdlEvent statement, boolean repeated)
            throws SQLException, UntranslatableDdlException, RejectedRecordException, UnfitTableException;

    /**
     * The way of a kind of database.
     *
     * @param target its name
     * @param owners of the tables, which translated statements follow
     */
    static CopyDdl of(String target, Dialect dialect, Names names, TableOwners owners, ZeroDates zeroDates) {
        DdlDialect ddl = dialect.ddl();
        if (ddl != null) {
            return new TranslatedDdl(target, dialect, ddl, names, owners, zeroDates)::execute;
        } else if (!dialect.understandsMySql()) {
            return (connection, statement, repeated) -> {
                throw new UntranslatableDdlException(
                        "statements are not translated for this kind of database; make the change there by hand, or have"
                                + " 'schema-evolution' make tables and columns");
            };
        } else if (names.areKept()) {
            return new DdlExecution(target, dialect)::execute;
        }
        return (connection, statement, repeated) -> {
            throw new UntranslatableDdlException(
                    "'table' and 'letter-case' give tables other names than the text of a statement has");
        };
    }
}
