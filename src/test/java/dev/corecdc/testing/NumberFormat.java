package dev.corecdc.testing;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.format.RecordFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes of a change of {@link Changes} its kind, its number and, for a row, its name: {@code INSERT 5 name 5}. */
public class NumberFormat implements RecordFormat {

    @Override
    public void write(ChangeEvent event, OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(event.type()).append(' ').append(event.origin().position() / 100);
        if (event instanceof ChangeRecord change) {
            text.append(' ').append(change.row().get(1));
        }
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The number in what was written. */
    public static long numberOf(String text) {
        return Long.parseLong(text.split(" ", 3)[1]);
    }
}
