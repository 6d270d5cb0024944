package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.event.Column;
import dev.corecdc.event.EventType;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.TableFilter;
import dev.corecdc.processor.mysql.SchemaProof.Touch;
import dev.corecdc.processor.mysql.SchemaProof.Touches;
import dev.corecdc.processor.mysql.TableSchemas.Known;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a recorded table map without names, of {@code t (id INT PRIMARY KEY, a VARCHAR(5), e ENUM('a'))} in utf8mb4. */
class TableNamesTests {

    private static final TableName NAME = new TableName("shop", "t");
    private static final byte[] BODY = RecordedEvents.read("mysql-minimal_metadata").stream()
            .filter(LoggedEvent::isTableMap)
            .findFirst()
            .orElseThrow()
            .body();
    private static final TableDescription TABLE = TableDescription.parse(BODY, Flavor.MYSQL);

    private static final WantedTables WANTED =
            new WantedTables(new TableFilter(List.of(), List.of()), Set.of(EventType.INSERT));

    private final SchemaFollower follower = new SchemaFollower(Flavor.MYSQL, WANTED);
    private final Touches touches = new Touches();
    private final List<LogPlace> asked = new ArrayList<>();
    private EventGroup group = new EventGroup(null, null, "b.000001", 200);

    /** What the log before tells. */
    private TableSchemas told = TableSchemas.NONE;

    private @Nullable TableShape listed = shape("id INT NOT NULL", "a VARCHAR(5)", "e ENUM('a')");

    @Test
    void areTheServersWhereNothingHasChangedTheTableSince() throws Exception {
        touch(100, "ALTER TABLE shop.t ADD x INT");
        touch(200, "CREATE TABLE shop.t (id INT)"); // in the group itself, before its rows
        touch(300, "ALTER TABLE shop.u ADD x INT");
        touch(300, "CREATE VIEW shop.v AS SELECT * FROM t");
        touch(300, "ALTER DATABASE shop CHARACTER SET latin1");
        TableNames names = names(TableSchemas.NONE);

        assertThat(columns(names, 200)).containsExactly("id", "a", "e");
        assertThat(columns(names, 250)).containsExactly("id", "a", "e");
        assertThat(asked).containsExactly(place(200));
        assertThat(group.schemasBefore().get(NAME)).isEqualTo(new Known(shape(), place(200)));
        assertThat(group.schemasBefore().databases()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ALTER TABLE shop.t RENAME COLUMN a TO b
                    RENAME TABLE shop.x TO shop.t
                    RENAME TABLE shop.t TO shop.x
                    DROP TABLE shop.x, shop.t
                    DROP DATABASE shop
                    CREATE TABLE shop.t LIKE shop.x
                    SOMETHING ELSE
                    CREATE TABLE shop.z SELECT * FROM x
                    DROP SEQUENCE shop.s, shop.t
                    """)
    void areNotCertainWhereAStatementMayHaveChangedTheTable(String sql) {
        touch(300, sql);

        assertThatThrownBy(() -> columns(names(TableSchemas.NONE), 200))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("table shop.t")
                .hasMessageContaining("b.000001:300: " + sql);
    }

    @Test
    void areAskedForAgainBehindWhatWasReadAndNotWhereItIsKnownAlready() throws Exception {
        TableNames names = names(TableSchemas.NONE);
        columns(names, 200);
        columns(names, 400);
        columns(names, 5000);
        assertThat(asked).containsExactly(place(200));

        TableNames behind = names(new TableSchemas(true, Map.of(), Map.of()));
        columns(behind, 5000);
        assertThat(asked).containsExactly(place(200), place(5000));
    }

    @Test
    void aTableThatIsNotListedMayBeHiddenFromTheUser() {
        listed = null;
        assertThatThrownBy(() -> columns(names(TableSchemas.NONE), 200)).hasMessageContaining("SELECT");
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @CsvSource(delimiter = ';', textBlock = """
                    id INT NOT NULL; a VARCHAR(5);                ; the log has 3 columns and the table 2
                    id BIGINT NOT NULL; a VARCHAR(5); e ENUM('a')  ; column 1, 'id', is of the type 3 (0) in the log and 8 (0) in the table
                    id INT NOT NULL; a VARCHAR(6); e ENUM('a')     ; column 2, 'a', is of the type 15 (20) in the log and 15 (24) in the table
                    id INT; a VARCHAR(5); e ENUM('a')              ; column 1, 'id', is NOT NULL in the log
                    id INT UNSIGNED NOT NULL; a VARCHAR(5); e ENUM('a'); column 1, 'id', is signed in the log
                    id INT NOT NULL; a VARCHAR(5) CHARSET utf16; e ENUM('a'); column 2, 'a', is in utf8mb4 in the log and utf16 in the table
                    id INT NOT NULL; a VARCHAR(5); e SET('a')      ; column 3, 'e', is of the type 247
                    """)
    void aShapeThatIsNotThatOfTheTableMapIsNotTaken(
            String first, String second, @Nullable String third, String disagreement) throws Exception {
        listed = third == null ? shape(first, second) : shape(first, second, third);
        Known wrong = new Known(listed, place(4));
        TableSchemas known = new TableSchemas(true, Map.of(NAME, wrong), Map.of());

        assertThatThrownBy(() -> columns(names(known), 200))
                .hasMessageContaining("is not certain. It is not known any more: " + disagreement)
                .hasMessageContaining("cannot be taken: " + disagreement);
        listed = shape();
        assertThat(columns(names(known), 200)).containsExactly("id", "a", "e");
    }

    @Test
    void theCharacterSetOfATextIsTheLogsWhereItIsNotKnown() {
        TableShape known = shapeIn(null, "id INT NOT NULL", "a VARCHAR(5)", "e ENUM('a')");
        TableShape longer = shapeIn(null, "id INT NOT NULL", "a VARCHAR(6)", "e ENUM('a')");

        TableDescription bare = TableDescription.parse(BareTableMap.of(BODY), Flavor.MYSQL);

        assertThat(TABLE.disagreement(known)).isNull();
        assertThat(TABLE.disagreement(longer)).contains("column 2, 'a', is of the type 15 (20)");
        assertThat(bare.disagreement(known)).contains("column 2, 'a', is in a character set that neither");
        assertThat(bare.disagreement(shape())).isNull();
    }

    /** As the rows of an XA transaction are, when it is committed. */
    @Test
    void ofRowsFromBeforeAChangeThatIsKnownTheServerIsAsked() throws Exception {
        touch(300, "ALTER TABLE shop.t RENAME COLUMN b TO a");
        TableSchemas known = new TableSchemas(true, Map.of(NAME, new Known(shape(), place(300))), Map.of());
        group = new EventGroup(null, null, "b.000001", 400);

        assertThat(columns(names(known), 400)).containsExactly("id", "a", "e");
        assertThat(asked).isEmpty();
        assertThatThrownBy(() -> names(known).map(TABLE, place(200), true, group))
                .hasMessageContaining("RENAME COLUMN b TO a");
        assertThatThrownBy(() -> names(known.onAnotherServer()).map(TABLE, place(200), true, group))
                .hasMessageContaining("RENAME COLUMN b TO a");
        assertThat(columns(names(known.onAnotherServer()), 400)).containsExactly("id", "a", "e");
    }

    @Test
    void whatIsKnownOnlyLaterIsNotTakenWhereThePlaceWasSetBack() throws Exception {
        TableShape swapped = shape("id INT NOT NULL", "b VARCHAR(5)", "e ENUM('a')");
        TableSchemas known = new TableSchemas(true, Map.of(NAME, new Known(swapped, place(201))), Map.of());

        assertThat(columns(names(known), 200)).containsExactly("id", "a", "e");
    }

    @Test
    void areThoseThatTheLogHasToldBeforeWhereTheServerDoesNotTell() throws Exception {
        touch(300, "ALTER TABLE shop.t RENAME COLUMN b TO a");
        TableName other = new TableName("shop", "u");
        told = new TableSchemas(
                true, Map.of(NAME, new Known(shape(), place(50)), other, new Known(shape(), place(60))), Map.of());

        assertThat(columns(names(TableSchemas.NONE), 200)).containsExactly("id", "a", "e");
        assertThat(group.schemasBefore().get(NAME)).isEqualTo(new Known(shape(), place(200)));
        assertThat(group.schemasBefore().get(other)).isEqualTo(new Known(shape(), place(60)));

        told = new TableSchemas(true, Map.of(NAME, new Known(shape("id INT"), place(50))), Map.of());
        assertThatThrownBy(() -> columns(names(TableSchemas.NONE), 200))
                .as("no other table map is believed than that of the rows")
                .hasMessageContaining("is not certain");
    }

    @Test
    void areNumbersWhereThatIsAskedFor() throws Exception {
        TableNames names = NamedLog.names(
                Flavor.MYSQL, new WantedTables(new TableFilter(List.of(), List.of()), Set.of(EventType.INSERT)), true);

        assertThat(columns(names, 200)).containsExactly("col_1", "col_2", "col_3");
    }

    private TableNames names(TableSchemas known) {
        TableNames names = new TableNames(known, follower, false, new Listing());
        names.begin(group);
        return names;
    }

    private final class Listing implements SchemaSource {

        @Override
        public SchemaProof read(LogPlace from) {
            asked.add(from);
            Map<TableName, TableShape> tables = listed == null ? Map.of() : Map.of(NAME, listed);
            return new SchemaProof(
                    from, place(9999), new Catalog(tables, Map.of(), Map.of("shop", "utf8mb4")), touches);
        }

        @Override
        public TableSchemas recall(
                LogPlace at, TableName table, Map<String, String> databases, Predicate<TableShape> fits) {
            return told;
        }
    }

    private void touch(long offset, String sql) {
        QueryEvent query = new QueryEvent("shop", sql, SqlMode.DEFAULT);
        touches.add(
                Reach.of(query, Statement.parse(query)),
                new Touch(place(offset), SchemaFollower.quote(sql)),
                WANTED,
                follower);
    }

    private List<String> columns(TableNames names, long offset) throws SourceException {
        return names.map(TABLE, place(offset), false, group).columns().columns().stream()
                .map(Column::name)
                .toList();
    }

    private static LogPlace place(long offset) {
        return new LogPlace("b.000001", offset);
    }

    private static TableShape shape() {
        return shape("id INT NOT NULL", "a VARCHAR(5)", "e ENUM('a')");
    }

    private static TableShape shape(String... definitions) {
        return shapeIn("utf8mb4", definitions);
    }

    private static TableShape shapeIn(@Nullable String charset, String... definitions) {
        try {
            return new CreatedTable(new SqlText(String.join(", ", definitions) + ")", SqlMode.DEFAULT), Flavor.MYSQL)
                    .shape(charset);
        } catch (NotFollowedException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
