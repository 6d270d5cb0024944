package dev.corecdc.format;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes changes as JSON by a layout. Each thread has a buffer of its own.
 *
 * @param <T> what the layout makes once for each version of a table
 */
final class JsonFormat<T> implements RecordFormat {

    private final JsonLayout<T> layout;
    private final ThreadLocal<Desk<T>> desks;

    JsonFormat(JsonLayout<T> layout) {
        this.layout = layout;
        this.desks = ThreadLocal.withInitial(() -> new Desk<>(new JsonOutput(), new TableTexts<>(layout::table)));
    }

    @Override
    public void write(ChangeEvent event, OutputStream stream) throws IOException {
        Desk<T> desk = desks.get();
        desk.out.begin(stream);
        if (event instanceof ChangeRecord change) {
            layout.write(change, desk.tables.of(change.columns()), desk.out);
        } else if (event instanceof DdlEvent statement) {
            layout.write(statement, desk.out);
        }
        desk.out.end();
    }

    /** What one thread works with. */
    private record Desk<T>(JsonOutput out, TableTexts<T> tables) {}
}
