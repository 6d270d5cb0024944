package dev.corecdc.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Json;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import dev.corecdc.transform.ProcessorTransforms.MaskSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is hidden in documents, and in the change events that tell of them. */
class DocumentMaskTests {

    private static final Columns PEOPLE = Columns.ofCollection("test", "people");

    @Test
    void hidesFieldsWhereverTheyStandInADocument() throws Exception {
        assertThat(document(redacted("address.street", "phones.number", "tags"), """
                {"_id":"65","address":{"street":"canary","city":"Ulm"},"phones":[{"number":"canary","kind":"home"},
                {"number":12345},{"number":null}],"tags":["canary","b"],"street":"kept","big":123456789012345678901234567890.10}
                """))
                .isEqualTo("""
                {"_id":"65","address":{"street":"***","city":"Ulm"},"phones":[{"number":"***","kind":"home"},{"number":"***"},\
                {"number":null}],"tags":"***","street":"kept","big":123456789012345678901234567890.10}""");
    }

    @Test
    void leavesFieldsOut() throws Exception {
        assertThat(document(excluded("address.street", "secret*"), """
                {"_id":1,"address":{"street":"canary","city":"Ulm"},"secrets":{"a":["canary"]},"secret":"canary"}""")).isEqualTo("""
                {"_id":1,"address":{"city":"Ulm"}}""");
    }

    @Test
    void namesMatchWhateverTheirCase() throws Exception {
        assertThat(document(redacted("EMAIL"), """
                {"_id":1,"eMail":"canary"}""")).doesNotContain("canary");
    }

    @Test
    void hidesFieldsInEveryPartOfAChangeEvent() throws Exception {
        String event = """
                {"_id":{"_data":"82"},"operationType":"update","clusterTime":1733197735,"ns":{"db":"test","coll":"people"},
                "documentKey":{"_id":"65"},
                "updateDescription":{
                  "updatedFields":{"address.street":"canary","phones.0.number":"canary","phones.1":{"number":"canary","kind":"x"},
                    "address":{"street":"canary","city":"Ulm"},"stats.2024":{"x":"canary"},"city":"Ulm"},
                  "removedFields":["email","city"],
                  "truncatedArrays":[{"field":"tags","newSize":2}],
                  "disambiguatedPaths":{"phones.0.number":["phones",0,"number"]}},
                "fullDocument":{"_id":"65","address":{"street":"canary","city":"Ulm"},"stats":{"2024":{"x":"canary"}}},
                "fullDocumentBeforeChange":{"_id":"65","phones":[{"number":"canary"}]},
                "email":"canary"}""";

        assertThat(event(redacted("address.street", "phones.number", "stats.2024.x", "email"), event))
                .isEqualTo("""
                {"_id":{"_data":"82"},"operationType":"update","clusterTime":1733197735,"ns":{"db":"test","coll":"people"},\
                "documentKey":{"_id":"65"},\
                "updateDescription":{\
                "updatedFields":{"address.street":"***","phones.0.number":"***","phones.1":{"number":"***","kind":"x"},\
                "address":{"street":"***","city":"Ulm"},"stats.2024":{"x":"***"},"city":"Ulm"},\
                "removedFields":["email","city"],\
                "truncatedArrays":[{"field":"tags","newSize":2}],\
                "disambiguatedPaths":{"phones.0.number":["phones",0,"number"]}},\
                "fullDocument":{"_id":"65","address":{"street":"***","city":"Ulm"},"stats":{"2024":{"x":"***"}}},\
                "fullDocumentBeforeChange":{"_id":"65","phones":[{"number":"***"}]},\
                "email":"***"}""");
        assertThat(event(excluded("address", "phones.number", "stats", "email"), event))
                .isEqualTo("""
                {"_id":{"_data":"82"},"operationType":"update","clusterTime":1733197735,"ns":{"db":"test","coll":"people"},\
                "documentKey":{"_id":"65"},\
                "updateDescription":{\
                "updatedFields":{"phones.1":{"kind":"x"},"city":"Ulm"},\
                "removedFields":["city"],\
                "truncatedArrays":[{"field":"tags","newSize":2}],\
                "disambiguatedPaths":{}},\
                "fullDocument":{"_id":"65"},\
                "fullDocumentBeforeChange":{"_id":"65","phones":[{}]}}""");
    }

    @Test
    void hidesTheDocumentBeforeTheChangeToo() throws Exception {
        ChangeRecord record = new ChangeRecord(
                EventType.UPDATE,
                PEOPLE,
                Row.of(Json.of("\"65\""), Row.ABSENT),
                Row.of(Json.of("\"65\""), Json.of("{\"_id\":\"65\",\"email\":\"canary\"}")),
                origin(null),
                1);

        ChangeRecord left = Objects.requireNonNull(redacted("email").apply(record));

        assertThat(left.row().has(Columns.DOCUMENT)).isFalse();
        assertThat(Objects.requireNonNull(left.before()).get(Columns.DOCUMENT))
                .hasToString("{\"_id\":\"65\",\"email\":\"***\"}");
    }

    @Test
    void theKeyCannotBeHidden() {
        assertThatThrownBy(() -> document(redacted("_id"), "{\"_id\":1}")).hasMessageContaining("'_id' of test.people");
        assertThatThrownBy(() -> document(excluded("*"), "{\"_id\":1}")).hasMessageContaining("'_id' of test.people");
        assertThatThrownBy(() -> event(redacted("tenant"), "{\"documentKey\":{\"_id\":1,\"tenant\":\"canary\"}}"))
                .hasMessageContaining("the field 'tenant' of test.people")
                .hasMessageContaining("shard key")
                .hasMessageNotContaining("canary");
    }

    @Test
    void aDocumentThatCannotBeReadIsToldWithoutIt() {
        assertThatThrownBy(() -> document(redacted("email"), "{\"_id\":1,\"email\":canary}"))
                .isInstanceOf(TransformException.class)
                .hasMessage("a document of test.people could not be read")
                .hasNoCause();
    }

    @Test
    void collectionsThatNoPatternCanMeanAreNotTouched() throws Exception {
        ChangeRecord record = inserted(Columns.ofCollection("test", "pets"), "{\"email\":\"kept\"}", null);

        assertThat(redacted("email").apply(record)).isSameAs(record);
    }

    private static TransformChain redacted(String... paths) {
        return chain(new ProcessorTransforms(
                List.of(), List.of(new MaskSettings(patterns(paths), MaskKind.REDACT, 4)), null, List.of()));
    }

    private static TransformChain excluded(String... paths) {
        return chain(new ProcessorTransforms(patterns(paths), List.of(), null, List.of()));
    }

    private static TransformChain chain(ProcessorTransforms settings) {
        return new Transforms(Map.of()).of(settings);
    }

    private static List<String> patterns(String... paths) {
        return List.of(paths).stream().map(path -> "test.people." + path).toList();
    }

    private static String document(TransformChain chain, String text) throws Exception {
        ChangeRecord left = Objects.requireNonNull(chain.apply(inserted(PEOPLE, text, null)));
        return String.valueOf(left.row().get(Columns.DOCUMENT));
    }

    private static String event(TransformChain chain, String text) throws Exception {
        ChangeRecord left = Objects.requireNonNull(chain.apply(inserted(PEOPLE, "{}", text)));
        return Objects.requireNonNull(left.origin().event()).text();
    }

    private static ChangeRecord inserted(Columns columns, String document, @Nullable String event) {
        return new ChangeRecord(
                EventType.INSERT, columns, Row.of(Json.of("\"65\""), Json.of(document)), null, origin(event), 1);
    }

    private static Origin origin(@Nullable String event) {
        return new Origin(Instant.EPOCH, null, 0, null, null, event == null ? null : Json.of(event));
    }
}
