package dev.corecdc.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a DDL statement that may have values of hidden columns in it. */
class DdlConcealmentTests {

    private static final TransformChain CHAIN = Users.mask(MaskKind.REDACT, 4, "shop.users.email");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "ALTER TABLE users ADD x INT DEFAULT 4711 | ALTER TABLE users ADD x INT DEFAULT 0",
                "ALTER TABLE users ADD x VARCHAR(20) DEFAULT 'canary' NOT NULL | ALTER TABLE users ADD x VARCHAR(20) DEFAULT '***' NOT NULL",
                "ALTER TABLE users ADD x VARCHAR(20) DEFAULT \"can''ary\" | ALTER TABLE users ADD x VARCHAR(20) DEFAULT \"***\"",
                "ALTER TABLE users ADD x VARCHAR(20) DEFAULT '' | ALTER TABLE users ADD x VARCHAR(20) DEFAULT ''",
                "ALTER TABLE users ADD x ENUM('canary','can''ary') COMMENT 'canary' | ALTER TABLE users ADD x ENUM('***','***') COMMENT '***'",
                "ALTER TABLE users ADD x BLOB DEFAULT x'63616e617279' | ALTER TABLE users ADD x BLOB DEFAULT x'***'",
                "ALTER TABLE users ADD x BLOB DEFAULT 0x63616e617279 | ALTER TABLE users ADD x BLOB DEFAULT 0",
                "ALTER TABLE users /* canary */ ADD x INT -- canary | ALTER TABLE users   ADD x INT ",
                "ALTER TABLE `users` ADD `x 1` DECIMAL(10, 2) UNSIGNED | ALTER TABLE `users` ADD `x 1` DECIMAL(10, 2) UNSIGNED",
                "ALTER TABLE users ADD PARTITION (PARTITION p1 VALUES LESS THAN (4711)) | ALTER TABLE users ADD PARTITION (PARTITION p1 VALUES LESS THAN (0))",
                "ALTER TABLE users ADD CHECK (amount > 12.5) | ALTER TABLE users ADD CHECK (amount > 0.0)",
            })
    void hasNoValues(String sql, String expected) throws Exception {
        assertThat(left("shop", sql, "users").statement().strip()).isEqualTo(expected.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE users ADD x TEXT DEFAULT 'a\\', 'canary",
                "ALTER TABLE users ADD x TEXT DEFAULT 'a\\' COMMENT 'canary'",
                "ALTER TABLE users ADD x TEXT DEFAULT 'canary",
                "ALTER TABLE users ADD x TEXT /*! DEFAULT 'canary' */",
                "ALTER TABLE users ADD `canary",
                "ALTER TABLE users /* canary",
            })
    void isWithheldWhereItCannotBeToldWhatAValueIs(String sql) throws Exception {
        assertThat(left("shop", sql, "users").statement()).isEqualTo(DdlText.WITHHELD);
    }

    @Test
    void isNotExecutableWhenItHasChanged() throws Exception {
        assertThat(left("shop", "ALTER TABLE users ADD x INT DEFAULT 7", "users")
                        .executable())
                .isFalse();
        assertThat(left("shop", "ALTER TABLE users ADD x VARCHAR(20)", "users").executable())
                .isTrue();
    }

    @Test
    void keepsItsTextWhereNothingIsHidden() throws Exception {
        String sql = "ALTER TABLE orders ADD x INT DEFAULT 7 COMMENT 'it\\'s'";

        assertThat(left("shop", sql, "orders").statement()).isEqualTo(sql);
        assertThat(left("crm", sql, "users").statement()).isEqualTo(sql);
    }

    @Test
    void losesItsValuesWhereItNamesNoTableOrSeveral() throws Exception {
        assertThat(left("crm", "CREATE VIEW v AS SELECT * FROM shop.users WHERE email = 'canary'")
                        .statement())
                .doesNotContain("canary");
        assertThat(left(null, "CREATE PROCEDURE p() SELECT 'canary'").statement())
                .doesNotContain("canary");
        assertThat(left("crm", "ALTER TABLE a RENAME shop.users, ADD x INT DEFAULT 4711", "a", "users")
                        .statement())
                .doesNotContain("4711");
    }

    @Test
    void anEventOfACollectionLosesItsDescription() throws Exception {
        String event = """
                {"operationType":"modify","ns":{"db":"shop","coll":"users"},"operationDescription":{"validator":{"email":"canary"}},\
                "stateBeforeChange":{"collectionOptions":{"validator":{"email":"canary"}}}}""";

        assertThat(left("shop", event, "users").statement()).isEqualTo("""
                {"operationType":"modify","ns":{"db":"shop","coll":"users"},"operationDescription":"***","stateBeforeChange":"***"}""");
    }

    private static DdlEvent left(@Nullable String schema, String sql, String... tables) throws Exception {
        return Objects.requireNonNull(
                CHAIN.applyToDdl(new DdlEvent(DdlKind.OTHER, schema, List.of(tables), true, sql, Users.ORIGIN, 1)));
    }
}
