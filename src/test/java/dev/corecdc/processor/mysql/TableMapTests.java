package dev.corecdc.processor.mysql;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.Declaration;
import dev.corecdc.event.EventType;
import dev.corecdc.processor.TableFilter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TableMapTests {

    private static final byte[] NO_KEY = first("mysql-images", "no_key").body();

    @ParameterizedTest
    @EnumSource
    void primaryKeysAreInTheOrderOfTheKey(Flavor flavor) {
        RecordedChanges recorded = RecordedChanges.of(flavor, "images");
        assertThat(recorded.columns("plain").primaryKey()).containsExactly(3, 0);
        assertThat(recorded.columns("prefixed").primaryKey()).containsExactly(1, 0, 2);
        assertThat(recorded.columns("no_key").primaryKey()).isEmpty();
    }

    @Test
    void metadataOfMySqlBelongsToTheRightColumns() {
        RecordedChanges recorded = RecordedChanges.of(Flavor.MYSQL, "special");
        assertThat(recorded.columns("places"))
                .isEqualTo(new Columns(
                        "shop",
                        "places",
                        List.of(
                                column("y", ColumnType.YEAR, false, "year", 0, true),
                                column("id", ColumnType.INT, true, "int unsigned", 0, false),
                                column("g", ColumnType.GEOMETRY, false, "geometry", 0, true),
                                column("p", ColumnType.GEOMETRY, false, "point", 0, true),
                                column("b", ColumnType.BIT, false, "bit(3)", 3, true),
                                column("j", ColumnType.JSON, false, "json", 0, true),
                                column("v", ColumnType.VECTOR, false, "vector(3)", 0, true),
                                column("t", ColumnType.TEXT, false, "varchar(5)", 5, true),
                                column("tu", ColumnType.TINYINT, true, "tinyint unsigned", 0, true),
                                column("bl", ColumnType.BINARY, false, "blob", 0, true),
                                column("ti", ColumnType.TINYINT, false, "tinyint", 0, true),
                                column("txt", ColumnType.TEXT, false, "text", 0, true)),
                        List.of(1)));
        assertThat(recorded.rows("places"))
                .containsExactly(
                        asList(
                                2024L,
                                4000000000L,
                                "SRID 0 0x0102000000020000000000000000000000000000000000000"
                                        + "0000000000000f03f0000000000000040",
                                // latitude and longitude are swapped by SRID 4326
                                "SRID 4326 0x010100000000000000000034400000000000002440",
                                5L,
                                "[1]",
                                List.of(1f, -2.5f, (float) 3e10),
                                "é",
                                200L,
                                "0xe9",
                                -5L,
                                "č"),
                        asList(null, 2L, null, null, null, null, null, null, null, null, null, null));
    }

    private static Column column(
            String name, ColumnType type, boolean unsigned, String declared, int length, boolean nullable) {
        return new Column(name, type, unsigned, new Declaration(declared, length, nullable, List.of()));
    }

    @Test
    void metadataOfMariaDbBelongsToTheRightColumns() {
        RecordedChanges recorded = RecordedChanges.of(Flavor.MARIADB, "special");
        assertThat(recorded.columns("places").columns())
                .extracting(Column::type)
                .containsExactly(
                        ColumnType.YEAR,
                        ColumnType.INT,
                        ColumnType.GEOMETRY,
                        ColumnType.GEOMETRY,
                        ColumnType.BIT,
                        ColumnType.TEXT,
                        ColumnType.TEXT,
                        ColumnType.TINYINT,
                        ColumnType.BINARY,
                        ColumnType.TINYINT,
                        ColumnType.TEXT);
        assertThat(recorded.rows("places").get(0))
                .isEqualTo(asList(
                        2024L,
                        4000000000L,
                        "SRID 0 0x01020000000200000000000000000000000000000000000000000000000000f03f0000000000000040",
                        "SRID 4326 0x010100000000000000000024400000000000003440",
                        5L,
                        "{\"a\":  1}",
                        "é",
                        200L,
                        "0xe9",
                        -5L,
                        "č"));
    }

    @Test
    void typesThatOnlyMariaDbHasAreBinary() {
        assertThat(RecordedChanges.of(Flavor.MARIADB, "special").rows("addresses"))
                .containsExactly(
                        asList(
                                1L,
                                "0x0a000001",
                                "0x20010db8000000000000ff0000428329",
                                "0x123e4567e89b12d3a456426655440000",
                                "0x0000803f000020c07684df50",
                                "é"),
                        asList(
                                2L,
                                "0x00000000",
                                "0x" + "00".repeat(16),
                                "0x" + "00".repeat(16),
                                "0x" + "00".repeat(12),
                                ""));
    }

    @ParameterizedTest
    @EnumSource
    void generatedAndInvisibleColumnsAreColumns(Flavor flavor) {
        RecordedChanges recorded = RecordedChanges.of(flavor, "special");
        assertThat(recorded.columns("computed").columns())
                .extracting(Column::name)
                .containsExactly("id", "a", "v", "s", "h", "c");
        assertThat(recorded.rows("computed"))
                .containsExactly(asList(1L, "abc", "abc!", "ABC", 5L, "é"), asList(1L, "def", "def!", "DEF", 5L, "é"));
    }

    @Test
    void hiddenColumnsOfIndexesAreNotThereButGeneratedPrimaryKeysAre() {
        RecordedChanges recorded = RecordedChanges.of(Flavor.MYSQL, "special");
        assertThat(recorded.rows("multi_valued")).containsExactly(asList(1L, "{\"zip\": [94582, 94536]}", 4000000000L));
        assertThat(recorded.rows("gipk")).containsExactly(asList(1L, 1L, "x"));
        assertThat(recorded.columns("gipk").column(0))
                .isEqualTo(column("my_row_id", ColumnType.BIGINT, true, "bigint unsigned", 0, false));
    }

    @Test
    void compressedColumnsAreReadWhetherOrNotTheyWereWorthCompressing() {
        assertThat(RecordedChanges.of(Flavor.MARIADB, "compressed").rows("compressed"))
                .containsExactly(asList(1L, "abc", "def"));
    }

    @Test
    void aTableMapWithoutNamesIsNotATableByItself() {
        byte[] minimal = first("mysql-minimal_metadata", "t").body();
        assertThatThrownBy(() -> TableMap.parse(minimal, Flavor.MYSQL))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("table shop.t")
                .hasMessageContaining("binlog_row_metadata is not FULL");
    }

    @Test
    void theNameOfATableIsThereWithoutTheRest() {
        assertThat(TableMap.tableName(NO_KEY)).isEqualTo(new TableName("shop", "no_key"));
        assertThat(TableMap.tableId(HexFormat.of().parseHex("0102030405060000")))
                .isEqualTo(0x060504030201L);
    }

    @Test
    void fieldsThatAreNotKnownAreSkipped() {
        byte[] more = Arrays.copyOf(NO_KEY, NO_KEY.length + 5);
        System.arraycopy(new byte[] {(byte) 128, 3, 1, 2, 3}, 0, more, NO_KEY.length, 5);
        assertThat(TableMap.parse(more, Flavor.MYSQL).columns())
                .isEqualTo(TableMap.parse(NO_KEY, Flavor.MYSQL).columns());
    }

    @Test
    void equalDescriptionsGiveTheSameTableMapWhateverTheTableId() {
        TableMapCache cache = new TableMapCache(Flavor.MYSQL, 2);
        byte[] other = NO_KEY.clone();
        other[0]++;
        TableDescription map = cache.get(NO_KEY);
        assertThat(cache.get(other)).isSameAs(map);
        byte[] renamed = NO_KEY.clone();
        renamed[8 + 1]++;
        assertThat(cache.get(renamed)).isNotSameAs(map);
        assertThat(cache.get(renamed).named().columns().schema()).isEqualTo("thop");
    }

    @Test
    void aTableIsKnownByItsIdAsLongAsTheSameIsSaidOfIt() {
        WantedTables wanted = new WantedTables(new TableFilter(List.of(), List.of("thop.*")), Set.of(EventType.INSERT));
        AnnouncedTables announced = new AnnouncedTables(wanted, new TableMapCache(Flavor.MYSQL, 2));
        TableDescription table = announced.get(7, NO_KEY);
        assertThat(table).isNotNull();
        assertThat(announced.get(7, NO_KEY.clone())).isSameAs(table);
        byte[] renamed = NO_KEY.clone();
        renamed[8 + 1]++;
        assertThat(announced.get(7, renamed))
                .as("of a database that is left out")
                .isNull();
        assertThat(announced.get(7, NO_KEY)).isNotNull();
    }

    @Test
    void theCacheForgetsWhatWasLongestUnused() {
        TableMapCache cache = new TableMapCache(Flavor.MYSQL, 1);
        TableDescription map = cache.get(NO_KEY);
        cache.get(first("mysql-images", "nine").body());
        assertThat(cache.get(NO_KEY)).isNotSameAs(map);
    }

    private static LoggedEvent first(String recording, String table) {
        return RecordedEvents.read(recording).stream()
                .filter(LoggedEvent::isTableMap)
                .filter(event -> TableMap.tableName(event.body()).table().equals(table))
                .findFirst()
                .orElseThrow();
    }
}
