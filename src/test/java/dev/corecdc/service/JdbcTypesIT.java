package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.StreamControl;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Values of every type, copied into tables that the target makes for them, are worth the same there. */
class JdbcTypesIT {

    /**
     * A column of the source.
     *
     * @param shown its value as a text, in the words of MySQL and MariaDB
     * @param shownByPostgreSql the same in those of PostgreSQL
     */
    private record Kind(String type, String shown, String shownByPostgreSql, List<String> values) {

        static Kind of(String type, String shown, String shownByPostgreSql, String... values) {
            return new Kind(type, shown, shownByPostgreSql, List.of(values));
        }

        String value(int row) {
            return row < values.size() ? values.get(row) : "NULL";
        }
    }

    private static final String TEXT = "CONCAT(%s)";
    private static final String PG_TEXT = "%s::text";
    private static final String HEX = "HEX(%s)";
    private static final String PG_HEX = "upper(encode(%s, 'hex'))";
    private static final String PG_TIME = "to_char(%s, 'YYYY-MM-DD HH24:MI:SS')";
    private static final String PG_MICROS = "to_char(%s, 'YYYY-MM-DD HH24:MI:SS.US')";
    private static final String PG_SECONDS = "round(extract(epoch from %s))::text";
    private static final String PG_MICROSECONDS = "round(extract(epoch from %s) * 1000000)::text";
    private static final String REAL_DATE = "IF(%1$s = 0 OR MONTH(%1$s) = 0, NULL, CONCAT(%1$s))";

    private static final List<Kind> KINDS = List.of(
            Kind.of("TINYINT", TEXT, PG_TEXT, "-128", "127", "0"),
            Kind.of("TINYINT UNSIGNED", TEXT, PG_TEXT, "255", "0"),
            Kind.of("SMALLINT", TEXT, PG_TEXT, "-32768", "32767"),
            Kind.of("SMALLINT UNSIGNED", TEXT, PG_TEXT, "65535"),
            Kind.of("MEDIUMINT UNSIGNED", TEXT, PG_TEXT, "16777215"),
            Kind.of("INT", TEXT, PG_TEXT, "-2147483648", "2147483647"),
            Kind.of("INT UNSIGNED", TEXT, PG_TEXT, "4294967295"),
            Kind.of("BIGINT", TEXT, PG_TEXT, "-9223372036854775808", "9223372036854775807"),
            Kind.of("BIGINT UNSIGNED", TEXT, PG_TEXT, "18446744073709551615", "0"),
            Kind.of(
                    "DECIMAL(65,30)",
                    TEXT,
                    PG_TEXT,
                    "12345678901234567890123456789012345.123456789012345678901234567890"),
            Kind.of("DECIMAL(10,2) UNSIGNED", TEXT, PG_TEXT, "12345678.90", "0"),
            Kind.of("FLOAT", TEXT, PG_TEXT, "1.1", "-0.25"),
            Kind.of("DOUBLE", TEXT, "replace(%s::text, 'e+', 'e')", "0.1", "1.7976931348623157e308"),
            Kind.of("BIT(1)", "BIN(%s + 0)", PG_TEXT, "1", "0"),
            Kind.of("BIT(64)", "LPAD(BIN(%s + 0), 64, '0')", PG_TEXT, "18446744073709551615", "5"),
            Kind.of("YEAR", TEXT, PG_TEXT, "1901", "2155", "2024"),
            Kind.of("DATE", REAL_DATE, PG_TEXT, "'1990-01-15'", "'0000-00-00'", "'2020-00-00'", "'9999-12-31'"),
            Kind.of("DATETIME", REAL_DATE, PG_TIME, "'2024-12-03 03:48:55'", "'0000-00-00 00:00:00'"),
            Kind.of(
                    "DATETIME(6)",
                    REAL_DATE,
                    PG_MICROS,
                    "'2024-12-03 03:48:55.123456'",
                    "'1000-01-01 00:00:00.000001'"),
            Kind.of("TIMESTAMP NULL", REAL_DATE, PG_TIME, "'2024-07-03 03:48:55'", "'0000-00-00 00:00:00'"),
            Kind.of("TIMESTAMP(6) NULL", REAL_DATE, PG_MICROS, "'2024-10-27 02:30:00.000001'"),
            Kind.of("TIME", "CONCAT(TIME_TO_SEC(%s))", PG_SECONDS, "'-838:59:59'", "'838:59:59'", "'00:00:00'"),
            Kind.of(
                    "TIME(6)",
                    "CONCAT(TIMESTAMPDIFF(MICROSECOND, '2000-01-01', ADDTIME('2000-01-01 00:00:00.000000', %s)))",
                    PG_MICROSECONDS,
                    "'-12:34:56.789012'",
                    "'25:00:00.000001'"),
            Kind.of("VARCHAR(50)", TEXT, PG_TEXT, "'naïve 😀 ''\\\\ %%'", "''", "'trailing '"),
            Kind.of("VARCHAR(50) CHARACTER SET latin1", TEXT, PG_TEXT, "'Grüße'"),
            Kind.of("CHAR(10)", TEXT, PG_TEXT, "'ab'"),
            Kind.of("LONGTEXT", TEXT, PG_TEXT, "REPEAT('long ', 20000)"),
            Kind.of("ENUM('a','b''c','d\\\\e')", TEXT, PG_TEXT, "'b''c'", "'d\\\\e'"),
            Kind.of("SET('x','y','z')", TEXT, PG_TEXT, "'x,z'", "''"),
            Kind.of("BINARY(4)", HEX, PG_HEX, "x'00ff'", "x'61626364'"),
            Kind.of("VARBINARY(20)", HEX, PG_HEX, "x'00ff5c27'", "''"),
            Kind.of("BLOB", HEX, PG_HEX, "x'00ff5c27220a'"),
            Kind.of("GEOMETRY", "HEX(ST_AsWKB(%s))", PG_HEX, "ST_GeomFromText('POINT(1 2)')"));

    private static final Kind JSON =
            Kind.of("JSON", TEXT, PG_TEXT, "'{\"a\": [1, 2.5, \"x\"], \"bb\": null}'", "'\"text\"'");

    private static final List<Kind> ALL =
            Stream.concat(KINDS.stream(), Stream.of(JSON)).toList();

    private final Path folder;

    JdbcTypesIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void theyAreWorthTheSameInPostgreSql(ServerKind kind) throws Exception {
        try (DatabaseServer source = kind.start(ServerOptions.DEFAULT)) {
            copies(source, CopyDatabase.onPostgreSql(), Kind::shownByPostgreSql, Kind::shown);
        }
    }

    @OnEveryServer
    void theyAreTheSameInAServerOfTheSameKind(ServerKind kind) throws Exception {
        try (DatabaseServer source = kind.start(ServerOptions.DEFAULT);
                DatabaseServer target = kind.start(ServerOptions.DEFAULT)) {
            copies(source, CopyDatabase.on(target), JdbcTypesIT::whole, JdbcTypesIT::whole);
        }
    }

    @OnEveryServer
    void theyAreTheSameInTheOtherServer(ServerKind kind) throws Exception {
        ServerKind other = kind == ServerKind.MYSQL ? ServerKind.MARIADB : ServerKind.MYSQL;
        try (DatabaseServer source = kind.start(ServerOptions.DEFAULT);
                DatabaseServer target = other.start(ServerOptions.DEFAULT)) {
            copies(source, CopyDatabase.on(target), JdbcTypesIT::whole, JdbcTypesIT::whole);
        }
    }

    /** Zero dates too. */
    private static String whole(Kind kind) {
        return kind.shown().equals(REAL_DATE) ? TEXT : kind.shown();
    }

    /** In this process, as no other can read the file. */
    @OnEveryServer
    void theyAreWorthTheSameInDuckDb(ServerKind kind) throws Exception {
        CopyDatabase copy = CopyDatabase.onDuckDb(folder.resolve("copy.db"));
        Path yaml = folder.resolve("duckdb.yml");
        try (DatabaseServer source = kind.start(ServerOptions.DEFAULT);
                Connection open = copy.connect()) {
            define(source);
            Files.writeString(yaml, Yaml.shopToCopy(source, copy, ", schema-evolution: basic"));
            try (ConfigurableApplicationContext service = new SpringApplicationBuilder(CoreCdcApplication.class)
                    .run(
                            "--server.port=0",
                            "--spring.config.additional-location=file:" + yaml,
                            "--cdc.checkpoint.file.directory=" + folder.resolve("checkpoints"))) {
                StreamControl control = service.getBean(StreamControl.class);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> control.status("shop").state() == ProcessorState.RUNNING);
                fillAndCompare(source, copy, JdbcTypesIT::shownByDuckDb, JdbcTypesIT::shownToDuckDb);
            }
            assertThat(open.isClosed()).isFalse();
        }
    }

    private static String shownByDuckDb(Kind kind) {
        if (kind.type().startsWith("BIT")) {
            return kind.type().equals("BIT(1)") ? "bin(%s)" : "lpad(bin(%s), 64, '0')";
        } else if (kind.equals(JSON)) {
            return "replace(%s::text, ' ', '')";
        }
        String zoned = kind.type().startsWith("TIMESTAMP") ? "%s AT TIME ZONE 'UTC'" : "%s";
        return switch (kind.shownByPostgreSql()) {
            case PG_HEX -> "hex(%s)";
            case PG_TIME -> "strftime(" + zoned + ", '%%Y-%%m-%%d %%H:%%M:%%S')";
            case PG_MICROS -> "strftime(" + zoned + ", '%%Y-%%m-%%d %%H:%%M:%%S.%%f')";
            case PG_SECONDS -> "round(epoch(%s))::bigint::text";
            case PG_MICROSECONDS -> "round(epoch(%s) * 1000000)::bigint::text";
            default -> kind.shownByPostgreSql();
        };
    }

    private static String shownToDuckDb(Kind kind) {
        return kind.equals(JSON) ? "REPLACE(CONCAT(%s), ' ', '')" : kind.shown();
    }

    private void copies(
            DatabaseServer source, CopyDatabase copy, Function<Kind, String> shownThere, Function<Kind, String> shown)
            throws Exception {
        define(source);
        try (ServiceProcess service = ServiceProcess.main(
                CoreCdcApplication.class, folder, Yaml.shopToCopy(source, copy, ", schema-evolution: basic"))) {
            service.start().awaitOutput("shop is RUNNING");
            fillAndCompare(source, copy, shownThere, shown);
            assertThat(service.output()).doesNotContain("not in the copy");
        }
    }

    private static void define(DatabaseServer source) {
        source.execute("CREATE DATABASE shop", definition("types", "id INT PRIMARY KEY, ", ALL));
        source.execute(definition("loose", "id INT, ", KINDS));
    }

    private static void fillAndCompare(
            DatabaseServer source, CopyDatabase copy, Function<Kind, String> shownThere, Function<Kind, String> shown) {
        List<String> statements =
                new ArrayList<>(List.of("SET sql_mode = 'ALLOW_INVALID_DATES'", "SET time_zone = '+02:00'"));
        for (int row = 0; row < 5; row++) {
            statements.add(insert("types", row, ALL));
            statements.add(insert("loose", row, KINDS));
            statements.add(insert("loose", row, KINDS));
        }
        // A row without a key is found by all its values.
        statements.add("UPDATE shop.loose SET id = 9 WHERE id = 0 LIMIT 1");
        statements.add("UPDATE shop.loose SET id = 8 WHERE id = 1");
        statements.add("DELETE FROM shop.loose WHERE id IN (8, 2, 4) LIMIT 4");
        source.execute(statements.toArray(String[]::new));

        assertSame(source, copy, query("types", ALL, shown), query("types", ALL, shownThere));
        assertSame(source, copy, query("loose", KINDS, shown), query("loose", KINDS, shownThere));
    }

    private static void assertSame(DatabaseServer source, CopyDatabase copy, String query, String queryThere) {
        List<String> expected = CopyDatabase.rows(source, query);
        assertThat(expected).isNotEmpty();
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> assertThat(copy.rows(queryThere))
                .containsExactlyElementsOf(expected));
    }

    private static String definition(String table, String id, List<Kind> kinds) {
        String columns = join(kinds, i -> "c" + i + " " + kinds.get(i).type());
        return "CREATE TABLE shop." + table + " (" + id + columns + ")";
    }

    private static String insert(String table, int row, List<Kind> kinds) {
        return "INSERT INTO shop.%s VALUES (%d, ".formatted(table, row)
                + join(kinds, i -> kinds.get(i).value(row)) + ")";
    }

    private static String query(String table, List<Kind> kinds, Function<Kind, String> shown) {
        return "(SELECT id, " + join(kinds, i -> shown.apply(kinds.get(i)).formatted("c" + i) + " AS c" + i)
                + " FROM shop." + table + ") shown";
    }

    private static String join(List<Kind> kinds, Function<Integer, String> text) {
        return Stream.iterate(0, i -> i < kinds.size(), i -> i + 1).map(text).collect(Collectors.joining(", "));
    }
}
