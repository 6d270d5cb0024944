package dev.corecdc.format;

import dev.corecdc.event.ChangeEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Turns a change into bytes. Safe for use by several threads. */
public interface RecordFormat {

    /**
     * Writes one change, without anything before or after it. Where a format tells one change in several messages, a line feed stands
     * between them, and nowhere else.
     *
     * @throws IOException only when {@code out} throws it
     */
    void write(ChangeEvent event, OutputStream out) throws IOException;

    /**
     * Writes changes one after the other, with a line feed behind each.
     *
     * @throws IOException only when {@code out} throws it
     */
    default void writeLines(List<? extends ChangeEvent> events, OutputStream out) throws IOException {
        for (ChangeEvent event : events) {
            write(event, out);
            out.write('\n');
        }
    }

    /** The media type of one message. */
    default String contentType() {
        return "application/json";
    }
}
