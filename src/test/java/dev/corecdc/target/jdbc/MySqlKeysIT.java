package dev.corecdc.target.jdbc;

import static dev.corecdc.target.jdbc.Shop.delete;
import static dev.corecdc.target.jdbc.Shop.insert;
import static dev.corecdc.target.jdbc.Shop.row;
import static dev.corecdc.target.jdbc.Shop.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.Declaration;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.jdbc.JdbcTargetSettings.Evolution;
import dev.corecdc.target.jdbc.JdbcTargetSettings.WithoutKey;
import dev.corecdc.target.jdbc.JdbcTargetSettings.ZeroDates;
import dev.corecdc.testing.DatabaseServers;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys of MySQL and MariaDB under which two rows may be one. */
class MySqlKeysIT {

    private static final Columns WORD = new Columns(
            "source",
            "word",
            List.of(
                    new Column("id", ColumnType.TEXT, false, new Declaration("varchar(20)", 20, false, List.of())),
                    new Column("name", ColumnType.TEXT, false, new Declaration("varchar(20)", 20, true, List.of()))),
            List.of(0));

    private static void save(Copy copy, JdbcTargetSettings settings, ChangeRecord... changes) throws Exception {
        try (JdbcTarget target = copy.open(settings)) {
            target.save(List.of(changes));
        }
    }

    @OnEveryServer
    void areComparedByteByByteInTablesThatAreMade(ServerKind kind) throws Exception {
        Copy copy = Copy.on(kind.server());
        JdbcTargetSettings evolving = copy.settings(WithoutKey.APPEND, ZeroDates.NULL_VALUE, false, Evolution.BASIC);
        save(
                copy,
                evolving,
                insert(WORD, "a", "1"),
                insert(WORD, "A", "2"),
                insert(WORD, "ä", "3"),
                insert(WORD, "a ", "4"));
        save(copy, evolving, delete(WORD, "A", "2"));

        assertThat(copy.rows("SELECT * FROM " + copy.name("word") + " ORDER BY 2"))
                .containsExactly("a|1", "ä|3", "a |4");
    }

    @Test
    void neverSetTheRowOfAnotherKeyThatIsAlikeInAnExpression() throws Exception {
        Copy copy = Copy.on(DatabaseServers.mysql());
        copy.execute("CREATE TABLE " + copy.name("item")
                + " (id BIGINT PRIMARY KEY, name VARCHAR(20), note VARCHAR(20), UNIQUE KEY alike ((LOWER(name))))");
        save(copy, copy.settings(), insert(Shop.ITEM, 1L, "Ann", "first"));

        assertThatExceptionOfType(RejectedRecordException.class)
                .isThrownBy(() -> save(copy, copy.settings(), insert(Shop.ITEM, 2L, "ANN", "second")));
        save(
                copy,
                copy.settings(),
                update(Shop.ITEM, row(1L, "Ann", "first"), row(1L, "Eve", "first")),
                insert(Shop.ITEM, 2L, "ANN", "second"));
        assertThat(copy.rows("SELECT * FROM " + copy.name("item") + " ORDER BY 1"))
                .containsExactly("1|Eve|first", "2|ANN|second");
    }
}
