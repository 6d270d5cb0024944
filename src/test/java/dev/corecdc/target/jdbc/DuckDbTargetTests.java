package dev.corecdc.target.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.SqlDate;
import dev.corecdc.event.SqlDateTime;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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

    @Test
    void deletesByKeysOfEveryTypeAloneAndTogether() throws Exception {
        SqlDateTime seen = new SqlDateTime(new SqlDate(2024, 12, 3), 3, 48, 55, 120000, 6);
        List<Column> columns = List.of(
                new Column("seen", ColumnType.DATETIME, false),
                new Column("moment", ColumnType.TIMESTAMP, false),
                new Column("day", ColumnType.DATE, false),
                new Column("f", ColumnType.FLOAT, false),
                new Column("price", ColumnType.DECIMAL, false),
                new Column("id", ColumnType.BIGINT, false),
                new Column("name", ColumnType.TEXT, false),
                new Column("bytes", ColumnType.BINARY, false));
        Object[] row = {
            seen, seen, new SqlDate(2024, 12, 3), 16777216f, new BigDecimal("1.50"), 1L, "it's", new byte[] {0, -1}
        };
        List<List<Integer>> keys = new ArrayList<>();
        IntStream.range(0, row.length).forEach(column -> keys.add(List.of(column)));
        IntStream.range(0, row.length).filter(column -> column != 5).forEach(column -> keys.add(List.of(5, column)));
        for (List<Integer> key : keys) {
            String names =
                    key.stream().map(column -> columns.get(column).name()).collect(Collectors.joining(", "));
            COPY.execute(
                    "DROP TABLE IF EXISTS shop.every",
                    "CREATE TABLE shop.every (seen TIMESTAMP, moment TIMESTAMPTZ, day DATE, f FLOAT, price DECIMAL(10, 4), id"
                            + " BIGINT, name VARCHAR, bytes BLOB, PRIMARY KEY (" + names + "))");
            Columns every = new Columns("source", "every", columns, key);
            save(Shop.insert(every, row));
            save(Shop.delete(every, row));

            assertThat(COPY.rows("SELECT * FROM shop.every")).as(names).isEmpty();
        }
    }

    private static void save(ChangeRecord... changes) throws Exception {
        try (JdbcTarget target = COPY.open()) {
            target.save(List.of(changes));
        }
    }
}
