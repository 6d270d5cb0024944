package dev.corecdc.target.http;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.format.RecordFormat;
import dev.corecdc.target.http.HttpTargetSettings.BodyLayout;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * The records of a batch as the body of a request.
 *
 * @param gzip whether it is compressed
 */
record RequestBody(RecordFormat format, BodyLayout layout, boolean gzip) {

    String contentType() {
        return layout == BodyLayout.ARRAY ? "application/json" : "application/x-ndjson";
    }

    byte[] of(List<? extends ChangeEvent> events) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = gzip ? new GZIPOutputStream(bytes) : bytes) {
            if (layout == BodyLayout.ARRAY) {
                writeArray(events, out);
            } else {
                format.writeLines(events, out);
            }
        }
        return bytes.toByteArray();
    }

    private void writeArray(List<? extends ChangeEvent> events, OutputStream out) throws IOException {
        OutputStream elements = new CommasForLines(out);
        out.write('[');
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            format.write(events.get(i), elements);
        }
        out.write(']');
    }

    /** Formats set a line feed between the messages of one change, and nowhere else. */
    private static final class CommasForLines extends FilterOutputStream {

        CommasForLines(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value == '\n' ? ',' : value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int from = offset;
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] == '\n') {
                    out.write(bytes, from, i - from);
                    out.write(',');
                    from = i + 1;
                }
            }
            out.write(bytes, from, offset + length - from);
        }
    }
}
