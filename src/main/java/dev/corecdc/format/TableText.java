package dev.corecdc.format;

import dev.corecdc.event.Column;
import dev.corecdc.event.Columns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What the records of one version of a table have in common, made once.
 *
 * @param columns the version
 * @param names by column: its name and a colon
 * @param primaryKey the value of {@code primary_key}
 * @param name the values of {@code schema_name} and {@code table_name}, and the key between them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TableText(Columns columns, byte[][] names, byte[] primaryKey, byte[] name) {

    static TableText of(Columns columns) {
        return new TableText(
                columns,
                names(columns),
                json(out -> writePrimaryKey(columns, out)),
                json(out -> CoreCdcFormat.writeTable(columns.schema(), columns.table(), out)));
    }

    /** By column: its name and a colon. */
    static byte[][] names(Columns columns) {
        return columns.columns().stream()
                .map(column -> json(out -> {
                    out.writeText(column.name());
                    out.write(':');
                }))
                .toArray(byte[][]::new);
    }

    private static void writePrimaryKey(Columns columns, JsonOutput out) throws IOException {
        List<String> key = columns.primaryKey().stream()
                .map(columns::column)
                .map(Column::name)
                .toList();
        switch (key.size()) {
            case 0 -> out.writeText("");
            case 1 -> out.writeText(key.get(0));
            default -> {
                char separator = '[';
                for (String name : key) {
                    out.write(separator);
                    out.writeText(name);
                    separator = ',';
                }
                out.write(']');
            }
        }
    }

    /** What is written, as bytes. */
    static byte[] json(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JsonOutput out = new JsonOutput();
        out.begin(bytes);
        try {
            writing.write(out);
            out.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @FunctionalInterface
    interface Writing {
        void write(JsonOutput out) throws IOException;
    }
}
