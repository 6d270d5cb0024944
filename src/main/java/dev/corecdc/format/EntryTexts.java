package dev.corecdc.format;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The text of the log event that was written of last. Used by one thread. */
final class EntryTexts {

    private final String service;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final JsonOutput out = new JsonOutput();

    private @Nullable Origin origin;
    private @Nullable Columns columns;
    private @Nullable EventType type;
    private @Nullable EntryText text;

    EntryTexts(String service) {
        this.service = service;
    }

    /** Nearly always of the same event as before, where it has many rows. */
    @SuppressWarnings("ReferenceEquality")
    EntryText of(ChangeRecord change, TableText table) throws IOException {
        EntryText made = text;
        if (made == null || change.origin() != origin || change.columns() != columns || change.type() != type) {
            made = make(change, table);
            origin = change.origin();
            columns = change.columns();
            type = change.type();
            text = made;
        }
        return made;
    }

    private EntryText make(ChangeRecord change, TableText table) throws IOException {
        out.begin(bytes);
        CoreCdcFormat.writeHead(change, table.primaryKey(), out);
        byte[] head = written();
        out.begin(bytes);
        out.write(table.name());
        CoreCdcFormat.writeTail(change, service, out);
        return new EntryText(head, written());
    }

    private byte[] written() throws IOException {
        out.end();
        byte[] all = bytes.toByteArray();
        bytes.reset();
        return all;
    }
}
