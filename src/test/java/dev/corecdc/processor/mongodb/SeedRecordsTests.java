package dev.corecdc.processor.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.format.CoreCdcJson;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

/** The records of the three events that the seed prints: the same, but for {@code service} and the added {@code sequence}. */
class SeedRecordsTests {

    @Test
    void printsTheInsert() {
        assertRecord(SeedEvents.INSERT, """
                {"event_timestamp": 1733114951,
                 "event_type": "INSERT",
                 "global_id": null,
                 "position": 0,
                 "primary_key": "_id",
                 "record": {"_id": {"_data": "82674D3C47000000012B022C0100296E5A1004EED3A947B256417181A8398FEE8F22CD46645F69640064674D3C4778BE6AC4A6210F240004"},
                            "clusterTime": 1733114951,
                            "documentKey": {"_id": "674d3c4778be6ac4a6210f24"},
                            "fullDocument": {"_id": "674d3c4778be6ac4a6210f24", "age": 39, "name": "Alek"},
                            "ns": {"coll": "people", "db": "test"},
                            "operationType": "insert"},
                 "schema_name": "test",
                 "service": "people-cdc",
                 "source": null,
                 "table_name": "people",
                 "transaction_id": null,
                 "sequence": 1}""");
    }

    @Test
    void printsTheUpdate() {
        assertRecord(SeedEvents.UPDATE, """
                {"event_timestamp": 1733115348,
                 "event_type": "UPDATE",
                 "global_id": null,
                 "position": 0,
                 "primary_key": "_id",
                 "record": {"_id": {"_data": "82674D3DD4000000012B022C0100296E5A1004EED3A947B256417181A8398FEE8F22CD46645F69640064674D3C4778BE6AC4A6210F240004"},
                            "clusterTime": 1733115348,
                            "documentKey": {"_id": "674d3c4778be6ac4a6210f24"},
                            "fullDocument": {"_id": "674d3c4778be6ac4a6210f24", "age": 30, "name": "Alek"},
                            "ns": {"coll": "people", "db": "test"},
                            "operationType": "update",
                            "updateDescription": {"removedFields": [], "truncatedArrays": [], "updatedFields": {"age": 30}}},
                 "schema_name": "test",
                 "service": "people-cdc",
                 "source": null,
                 "table_name": "people",
                 "transaction_id": null,
                 "sequence": 1}""");
    }

    @Test
    void printsTheDelete() {
        assertRecord(SeedEvents.DELETE, """
                {"event_timestamp": 1733115451,
                 "event_type": "DELETE",
                 "global_id": null,
                 "position": 0,
                 "primary_key": "_id",
                 "record": {"_id": {"_data": "82674D3E3B000000012B022C0100296E5A1004EED3A947B256417181A8398FEE8F22CD46645F69640064674D3C4778BE6AC4A6210F240004"},
                            "clusterTime": 1733115451,
                            "documentKey": {"_id": "674d3c4778be6ac4a6210f24"},
                            "ns": {"coll": "people", "db": "test"},
                            "operationType": "delete"},
                 "schema_name": "test",
                 "service": "people-cdc",
                 "source": null,
                 "table_name": "people",
                 "transaction_id": null,
                 "sequence": 1}""");
    }

    private static void assertRecord(RawBsonDocument event, String expected) {
        ChangeRecord change = EventBatches.change(true, event);

        assertThat(CoreCdcJson.of(change, "people-cdc")).isEqualTo(CoreCdcJson.parse(expected));
    }
}
