package dev.corecdc.testing.mongodb;

import dev.corecdc.testing.mongodb.wire.EncodedDocument;

/** An event, or a part of one, as it goes out; and the place directly after it. */
record RenderedEvent(ResumeToken token, EncodedDocument document) {}
