package dev.corecdc.target.kafka;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** The headers of records: texts in UTF-8, left out where they are not known. Their names are for consumers, and stay. */
final class Headers {

    static final String CONTENT_TYPE = "content-type";
    static final String EVENT_TYPE = "cdc-event-type";
    static final String GLOBAL_ID = "cdc-global-id";
    static final String POSITION = "cdc-position";
    static final String SEQUENCE = "cdc-sequence";
    static final String TIMESTAMP = "cdc-timestamp";
    static final String SCHEMA = "cdc-schema";
    static final String TABLE = "cdc-table";
    static final String OLD_KEY = "cdc-old-key";
    static final String NEW_KEY = "cdc-new-key";

    private final Header contentType;

    Headers(String contentType) {
        this.contentType = header(CONTENT_TYPE, contentType);
    }

    /** The headers of a record of a change. */
    List<Header> of(ChangeEvent event) {
        Origin origin = event.origin();
        List<Header> headers = new ArrayList<>(10);
        headers.add(contentType);
        headers.add(header(EVENT_TYPE, event.type().name()));
        add(GLOBAL_ID, origin.globalId(), headers);
        add(
                POSITION,
                origin.source() == null ? origin.entry().id() : origin.source() + ":" + origin.position(),
                headers);
        headers.add(header(SEQUENCE, Long.toString(event.sequence())));
        headers.add(header(TIMESTAMP, origin.committed().toString()));
        if (event instanceof ChangeRecord change) {
            headers.add(header(SCHEMA, change.columns().schema()));
            headers.add(header(TABLE, change.columns().table()));
        }
        return headers;
    }

    private static void add(String name, @Nullable String value, List<Header> headers) {
        if (value != null) {
            headers.add(header(name, value));
        }
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The headers, and the other key of a row whose key has changed. */
    static List<Header> with(List<Header> headers, String name, byte[] key) {
        headers.add(new RecordHeader(name, key));
        return headers;
    }
}
