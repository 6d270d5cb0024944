package dev.corecdc.target.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.util.List;

/** Servers on which a new table has no transactions. */
class EnginesIT {

    @OnEveryServer
    void changesAndTheirPositionAreOnlyKeptTogetherWhereBothCanBeTakenBack(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT.with("--default-storage-engine=MyISAM"))) {
            Copy copy = Copy.on(server).inDatabase();
            JdbcTargetSettings settings = copy.settingsExactlyOnce();
            copy.execute("CREATE TABLE " + copy.name("note") + " (id BIGINT, name VARCHAR(5))");
            Dialect dialect = Dialects.of(settings.url(), settings.zeroDates());
            try (ExactlyOnceTarget target = new ExactlyOnceTarget(
                    JdbcTarget.open("copy", settings), new PositionTable("orders", "copy", dialect))) {
                assertThat(target.saved("shop")).isNull();
                assertThat(copy.rows("SELECT table_name, engine FROM information_schema.tables WHERE table_schema = '"
                                + copy.schema() + "' ORDER BY 1"))
                        .containsExactly("core_cdc_positions|InnoDB", "note|MyISAM");

                assertThatExceptionOfType(UnfitTableException.class)
                        .isThrownBy(() -> target.save(List.of(Shop.insert(Shop.NOTE, 1L, "a"))))
                        .withMessageStartingWith("the engine of the table %s.note has no transactions", copy.schema());

                copy.execute("ALTER TABLE core_cdc_positions CONVERT TO CHARACTER SET latin1, ENGINE=MyISAM");
                assertThatExceptionOfType(UnfitTableException.class)
                        .isThrownBy(() -> target.saved("shop"))
                        .withMessageStartingWith("the engine of the table core_cdc_positions has no transactions");
            }
            try (JdbcTarget target = copy.open()) {
                target.save(List.of(Shop.insert(Shop.NOTE, 1L, "a")));
            }
            assertThat(copy.rows("SELECT * FROM note")).containsExactly("1|a");
        }
    }
}
