package dev.corecdc.transform;

import static dev.corecdc.transform.Users.TABLE;
import static dev.corecdc.transform.Users.insert;
import static dev.corecdc.transform.Users.left;
import static dev.corecdc.transform.Users.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Json;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import dev.corecdc.transform.TargetTransforms.RenameSettings;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a target gets, and how it is called there. */
class TargetTransformsTests {

    private static final ChangeRecord USER = insert(TABLE, 1L, "ann", new BigDecimal("1.50"));

    private static final ChangeRecord PERSON = document("""
            {"_id":"65","name":"Ann","address":{"city":"Ulm","street":"x"},"phones":[{"number":1,"kind":"h"},2]}""");

    @Test
    void getsTheTablesWanted() throws Exception {
        assertThat(Users.includeTables("shop.users").apply(USER)).isSameAs(USER);
        assertThat(Users.includeTables("shop.orders").apply(USER)).isNull();
    }

    @Test
    void getsTheStatementsOnTablesWanted() throws Exception {
        TransformChain chain = Users.includeTables("shop.users");

        assertThat(executable(chain, "users")).isTrue();
        assertThat(executable(chain, "users", "orders")).isFalse();
        assertThat(executable(chain)).isFalse();
        assertThat(chain.applyToDdl(ddl("orders"))).isNull();
    }

    @Test
    void getsTheStatementsOnDatabasesThatMayHaveTablesWanted() throws Exception {
        TransformChain chain = Users.includeTables("shop.users");

        assertThat(chain.applyToDdl(ddl(DdlKind.DROP_DATABASE, "shop"))).isNotNull();
        assertThat(chain.applyToDdl(ddl(DdlKind.DROP_DATABASE, "test"))).isNull();
        assertThat(chain.applyToDdl(ddl(DdlKind.CREATE_DATABASE, "test"))).isNull();
        assertThat(chain.applyToDdl(ddl(DdlKind.OTHER, "test"))).isNotNull();
        assertThat(chain.applyToDdl(ddl(DdlKind.DROP_VIEW, "test"))).isNotNull();
    }

    private static boolean executable(TransformChain chain, String... tables) throws Exception {
        return Objects.requireNonNull(chain.applyToDdl(ddl(tables))).executable();
    }

    @Test
    void getsTheColumnsWantedAndKeys() throws Exception {
        assertThat(values(left(Users.includeColumns("shop.users.email"), USER)))
                .containsExactly(entry("id", 1L), entry("email", "ann"));
        assertThat(values(left(Users.includeColumns("shop.orders.email"), USER)))
                .containsExactly(entry("id", 1L));
    }

    @Test
    void getsTheFieldsWanted() throws Exception {
        assertThat(documentOf(left(
                        Users.includeColumns("test.people.name", "test.people.address.city", "test.people.phones.kind"),
                        PERSON)))
                .isEqualTo("""
                {"_id":"65","name":"Ann","address":{"city":"Ulm"},"phones":[{"kind":"h"}]}""");
    }

    @Test
    void getsOtherNames() throws Exception {
        ChangeRecord left = left(
                Users.rename(
                        schema("shop", "archive"), table("shop.users", "people"), column("shop.users.id", "number")),
                USER);

        assertThat(left.columns().schema()).isEqualTo("archive");
        assertThat(left.columns().table()).isEqualTo("people");
        assertThat(values(left))
                .containsExactly(entry("number", 1L), entry("email", "ann"), entry("amount", new BigDecimal("1.50")));
        assertThat(left.columns().primaryKey()).containsExactly(0);
    }

    @Test
    void getsStatementsUnderOtherNamesToRecordButNotToExecute() throws Exception {
        DdlEvent left = Objects.requireNonNull(Users.rename(schema("shop", "archive"), table("shop.users", "people"))
                .applyToDdl(ddl("users")));

        assertThat(left.schema()).isEqualTo("archive");
        assertThat(left.tables()).containsExactly("people");
        assertThat(left.executable()).isFalse();
    }

    @Test
    void getsOtherNamesOfFieldsAndCollections() throws Exception {
        ChangeRecord left = left(
                Users.rename(
                        table("test.people", "humans"),
                        column("test.people.address.city", "town"),
                        column("test.people.phones", "numbers")),
                document("""
                        {"_id":"65","address":{"city":"Ulm"},"phones":[{"city":1}]}""", """
                        {"ns":{"db":"test","coll":"people"},"documentKey":{"_id":"65"},
                        "updateDescription":{"updatedFields":{"address.city":"Ulm","phones.0.city":1},"removedFields":["address.city"]}}"""));

        assertThat(left.columns()).isEqualTo(Columns.ofCollection("test", "humans"));
        assertThat(documentOf(left)).isEqualTo("""
                {"_id":"65","address":{"town":"Ulm"},"numbers":[{"city":1}]}""");
        assertThat(Objects.requireNonNull(left.origin().event()).text()).isEqualTo("""
                {"ns":{"db":"test","coll":"humans"},"documentKey":{"_id":"65"},\
                "updateDescription":{"updatedFields":{"address.town":"Ulm","numbers.0.city":1},"removedFields":["address.town"]}}""");
    }

    @Test
    void twoColumnsNeverHaveOneName() {
        assertThatThrownBy(() -> Users.rename(column("shop.users.email", "ID")).apply(USER))
                .hasMessageContaining("two columns of shop.users would be called 'ID'");
        assertThatThrownBy(() -> Users.add("Email", "x").apply(USER)).hasMessageContaining("two columns");
        assertThatThrownBy(() -> Users.add("name", "x").apply(PERSON)).hasMessageContaining("two columns");
    }

    @Test
    void getsFieldsThatAreAdded() throws Exception {
        ChangeRecord updated = Users.update(TABLE, Row.of(1L, Row.ABSENT, null), Row.of(1L, "b", null));
        ChangeRecord left = left(Users.add("region", "eu"), updated);

        assertThat(values(left)).containsEntry("region", "eu");
        assertThat(values(left.columns(), Objects.requireNonNull(left.before())))
                .containsExactly(entry("id", 1L), entry("amount", null), entry("region", "eu"));
        assertThat(documentOf(left(Users.add("region", "eu"), document("{\"_id\":1}"))))
                .isEqualTo("""
                {"_id":1,"region":"eu"}""");
    }

    @Test
    void theRecordItCameFromStaysAsItWas() throws Exception {
        left(Users.add("region", "eu"), USER);

        assertThat(values(USER)).containsOnlyKeys("id", "email", "amount");
    }

    private static RenameSettings schema(String name, String to) {
        return new RenameSettings(name, null, null, to);
    }

    private static RenameSettings table(String name, String to) {
        return new RenameSettings(null, name, null, to);
    }

    private static RenameSettings column(String pattern, String to) {
        return new RenameSettings(null, null, pattern, to);
    }

    private static DdlEvent ddl(DdlKind kind, String schema) {
        return new DdlEvent(kind, schema, List.of(), true, "…", Users.ORIGIN, 1);
    }

    private static DdlEvent ddl(String... tables) {
        return new DdlEvent(DdlKind.OTHER, "shop", List.of(tables), true, "ALTER …", Users.ORIGIN, 1);
    }

    private static String documentOf(ChangeRecord record) {
        return String.valueOf(record.row().get(Columns.DOCUMENT));
    }

    private static ChangeRecord document(String text) {
        return document(text, null);
    }

    private static ChangeRecord document(String text, @Nullable String event) {
        return new ChangeRecord(
                EventType.INSERT,
                Columns.ofCollection("test", "people"),
                Row.of(Json.of("\"65\""), Json.of(text)),
                null,
                new Origin(Instant.EPOCH, null, 0, null, null, event == null ? null : Json.of(event)),
                1);
    }
}
