package dev.corecdc.processor.mongodb;

import org.bson.RawBsonDocument;

/** The three events that a MongoDB 5 server sent for the walk-through of the seed, as they came. */
final class SeedEvents {

    static final RawBsonDocument INSERT = RawBsonDocument.parse("""
            {"_id": {"_data": "82674D3C47000000012B022C0100296E5A1004EED3A947B256417181A8398FEE8F22CD46645F69640064674D3C4778BE6AC4A6210F240004"},
             "operationType": "insert",
             "clusterTime": {"$timestamp": {"t": 1733114951, "i": 1}},
             "fullDocument": {"_id": {"$oid": "674d3c4778be6ac4a6210f24"}, "name": "Alek", "age": 39},
             "ns": {"db": "test", "coll": "people"},
             "documentKey": {"_id": {"$oid": "674d3c4778be6ac4a6210f24"}}}""");

    static final RawBsonDocument UPDATE = RawBsonDocument.parse("""
            {"_id": {"_data": "82674D3DD4000000012B022C0100296E5A1004EED3A947B256417181A8398FEE8F22CD46645F69640064674D3C4778BE6AC4A6210F240004"},
             "operationType": "update",
             "clusterTime": {"$timestamp": {"t": 1733115348, "i": 1}},
             "fullDocument": {"_id": {"$oid": "674d3c4778be6ac4a6210f24"}, "name": "Alek", "age": 30},
             "ns": {"db": "test", "coll": "people"},
             "documentKey": {"_id": {"$oid": "674d3c4778be6ac4a6210f24"}},
             "updateDescription": {"updatedFields": {"age": 30}, "removedFields": [], "truncatedArrays": []}}""");

    static final RawBsonDocument DELETE = RawBsonDocument.parse("""
            {"_id": {"_data": "82674D3E3B000000012B022C0100296E5A1004EED3A947B256417181A8398FEE8F22CD46645F69640064674D3C4778BE6AC4A6210F240004"},
             "operationType": "delete",
             "clusterTime": {"$timestamp": {"t": 1733115451, "i": 1}},
             "ns": {"db": "test", "coll": "people"},
             "documentKey": {"_id": {"$oid": "674d3c4778be6ac4a6210f24"}}}""");

    /** The record that the seed prints for {@link #INSERT}, but for {@code service} and the added {@code sequence}. */
    static final String INSERT_RECORD = """
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
                 "sequence": 1}""";

    /** The record that the seed prints for {@link #UPDATE}, but for {@code service} and the added {@code sequence}. */
    static final String UPDATE_RECORD = """
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
                 "sequence": 1}""";

    /** The record that the seed prints for {@link #DELETE}, but for {@code service} and the added {@code sequence}. */
    static final String DELETE_RECORD = """
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
                 "sequence": 1}""";

    private SeedEvents() {}
}
