package dev.corecdc.testing.mongodb.wire;

import de.bwaldvogel.mongo.bson.Document;

/** The answer to the request of this id; {@code legacy} where the request was an OP_QUERY. */
record WireReply(int requestId, boolean legacy, Document answer) {}
