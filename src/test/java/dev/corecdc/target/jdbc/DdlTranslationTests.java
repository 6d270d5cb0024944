package dev.corecdc.target.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.DdlSession;
import dev.corecdc.event.Origin;
import dev.corecdc.target.jdbc.JdbcTargetSettings.LetterCase;
import dev.corecdc.target.jdbc.JdbcTargetSettings.ZeroDates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements of MySQL and MariaDB, and what PostgreSQL and H2 are told in their place. */
class DdlTranslationTests {

    private static final Origin ORIGIN =
            new Origin(Instant.parse("2026-11-03T10:15:30Z"), "binlog.000001", 100, null, null);
    private static final StandardValues VALUES = new StandardValues(ZeroDates.NULL_VALUE);
    private static final Dialect POSTGRESQL = new PostgreSqlDialect(VALUES);
    private static final Dialect H2 = new H2Dialect(VALUES);
    private static final CopyCatalog IN_POSTGRESQL =
            new FixedCatalog(List.of("int8", "text", "bytea", "date", "timestamp", "jsonb"));
    private static final CopyCatalog IN_H2 = new FixedCatalog(List.of(
            "bigint", "character varying", "binary large object", "date", "timestamp", "character large object"));

    /** A statement, and what becomes of it: one line a statement, or why there is none. */
    record Row(String sql, List<String> postgreSql, List<String> h2) {

        Row {
            postgreSql = List.copyOf(postgreSql);
            h2 = List.copyOf(h2);
        }

        @Override
        public String toString() {
            return sql;
        }
    }

    static Stream<Row> rows() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(DdlTranslationTests.class.getResourceAsStream("translations.ddl"))) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(all.split("\n\n", -1))
                    .map(block ->
                            block.lines().filter(line -> !line.startsWith("#")).toList())
                    .filter(block -> !block.isEmpty())
                    .map(block -> new Row(block.get(0), told(block, "postgresql: "), told(block, "h2: ")));
        }
    }

    private static List<String> told(List<String> block, String database) {
        return block.stream()
                .filter(line -> line.startsWith(database) || line.startsWith("both: "))
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aStatementIsSaidInOtherWords(Row row) throws SQLException {
        assertThat(translated(POSTGRESQL, IN_POSTGRESQL, row.sql())).isEqualTo(row.postgreSql());
        assertThat(translated(H2, IN_H2, row.sql())).isEqualTo(row.h2());
    }

    static List<String> translated(Dialect dialect, CopyCatalog catalog, String sql) throws SQLException {
        return translated(dialect, catalog, sql, new DdlSession("shop", 0L, "+02:00"));
    }

    private static List<String> translated(Dialect dialect, CopyCatalog catalog, String sql, DdlSession session)
            throws SQLException {
        DdlEvent event = new DdlEvent(DdlKind.OTHER, "shop", List.of(), true, sql, ORIGIN, 1, session);
        Translation translation = new Translation(
                dialect,
                Objects.requireNonNull(dialect.ddl()),
                new Names("{schema}.{table}", LetterCase.AS_IS),
                ZeroDates.NULL_VALUE,
                event,
                catalog);
        try {
            CopiedDdl read = DdlReader.read(sql, 0);
            DdlTranslator.translate(read, translation);
            return read instanceof CopiedDdl.Nothing ? List.of("nothing") : translation.statements();
        } catch (UntranslatableDdlException e) {
            return List.of("cannot: " + e.getMessage());
        }
    }

    @Test
    void whatDependsOnAZoneThatIsNotKnownIsRefused() throws SQLException {
        for (String column : List.of("DATETIME DEFAULT CURRENT_TIMESTAMP", "TIMESTAMP DEFAULT '2020-01-01 10:00:00'")) {
            String sql = "ALTER TABLE item ADD seen " + column;
            assertThat(translated(POSTGRESQL, IN_POSTGRESQL, sql, new DdlSession("shop", 0L, "SYSTEM")))
                    .containsExactly(
                            "cannot: what rows that are there have in the column 'seen' depends on the time zone of"
                                    + " the session, which is not in the log");
        }
    }

    @Test
    void namesWithoutADatabaseAreInThatOfTheSession() throws SQLException {
        assertThat(translated(
                        POSTGRESQL,
                        IN_POSTGRESQL,
                        "RENAME TABLE other.a TO b, c TO other.d",
                        new DdlSession("shop", null, null)))
                .contains(
                        "ALTER TABLE \"other\".\"a\" SET SCHEMA \"shop\"",
                        "ALTER TABLE \"shop\".\"c\" SET SCHEMA \"other\"");
    }

    @Test
    void aStatementIsReadAsItsSessionMeantIt() throws Exception {
        String sql = "CREATE TABLE \"a\" (b VARCHAR(9) DEFAULT '\\')";
        long ansi = 4 | (1 << 20);
        assertThat(DdlReader.read(sql, ansi)).isInstanceOf(CopiedDdl.CreateTable.class);
        assertThatExceptionOfType(UntranslatableDdlException.class).isThrownBy(() -> DdlReader.read(sql, 0));
    }

    @ParameterizedTest
    @MethodSource("dev.corecdc.processor.mysql.KnownStatements#all")
    void everyStatementIsTranslatedOrRefused(String sql) throws SQLException {
        assertThat(translated(POSTGRESQL, IN_POSTGRESQL, sql)).doesNotContainNull();
        for (int end = 0; end < sql.length(); end += 7) {
            String cut = sql.substring(0, end) + sql.substring(Math.min(sql.length(), end + 3));
            assertThat(translated(H2, IN_H2, cut)).as(cut).doesNotContainNull();
        }
    }
}
