package dev.corecdc.target.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On DuckDB, in a file. */
class DuckDbTargetTests extends JdbcTargetContract {

    private static final Copy COPY = Copy.onDuckDb();

    @Override
    Copy copy() {
        return COPY;
    }

    @Test
    void waitsWhereATableHasAForeignKey() {
        Columns child = Shop.table("child", List.of(0), "parent");

        assertThatExceptionOfType(UnfitTableException.class)
                .isThrownBy(() -> save(Shop.insert(child, 1L, "p1")))
                .withMessageStartingWith("the table shop.child has a foreign key, or another one refers to it");
    }

    @Test
    void findsTheKeyInAUniqueConstraintAndLeavesOutGeneratedColumns() throws Exception {
        COPY.execute(
                "DROP TABLE IF EXISTS shop.sized",
                "CREATE TABLE shop.sized (id BIGINT UNIQUE, name VARCHAR, size INTEGER GENERATED ALWAYS AS (length(name)))");
        Columns sized = Shop.table("sized", List.of(0), "name", "size");
        save(Shop.insert(sized, 1L, "four", null), Shop.insert(sized, 2L, "seven", null));
        save(Shop.insert(sized, 1L, "five", null), Shop.delete(sized, 2L, "seven", null));

        assertThat(COPY.rows("SELECT * FROM shop.sized")).containsExactly("1|five|4");
    }

    @Test
    void writesMoreRowsThanOneStatementTakes() throws Exception {
        ChangeRecord[] changes = IntStream.range(0, 1_234)
                .mapToObj(i -> Shop.insert(Shop.ITEM, (long) i, "name", null))
                .toArray(ChangeRecord[]::new);
        save(changes);

        assertThat(COPY.rows("SELECT COUNT(*), MIN(id), MAX(id) FROM shop.item"))
                .containsExactly("1234|0|1233");
    }

    private static void save(ChangeRecord... changes) throws Exception {
        try (JdbcTarget target = COPY.open()) {
            target.save(List.of(changes));
        }
    }
}
