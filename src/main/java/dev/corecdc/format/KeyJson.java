package dev.corecdc.format;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.Row;
import dev.corecdc.format.FormatSettings.JsonSettings;
import dev.corecdc.format.FormatSettings.NumberStyle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The primary key of a row as JSON, for targets that keep the changes of a row together: an object of its columns, in the order of the key, with
 * the values that {@code core-cdc} writes. Equal keys are equal bytes.
 */
public final class KeyJson {

    private static final JsonValues VALUES = new JsonValues(new JsonSettings(NumberStyle.NUMBER, NumberStyle.NUMBER));
    private static final ThreadLocal<JsonOutput> OUTPUTS = ThreadLocal.withInitial(JsonOutput::new);

    private KeyJson() {}

    /** The key after a change, or that of the deleted row; null where the table has none, or the log does not hold it. */
    public static byte @Nullable [] of(ChangeRecord change) {
        return of(change.columns(), change.row(), change.before());
    }

    /** The key before a change; null where the log does not hold the row before it. */
    public static byte @Nullable [] before(ChangeRecord change) {
        Row before = change.before();
        return before == null ? null : of(change.columns(), before, change.row());
    }

    /** A value that the log does not hold in one image of the row is that of the other. */
    private static byte @Nullable [] of(Columns columns, Row row, @Nullable Row other) {
        if (columns.primaryKey().isEmpty()) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JsonOutput out = OUTPUTS.get();
        out.begin(bytes);
        try {
            char separator = '{';
            for (int index : columns.primaryKey()) {
                Row holder = row.has(index) ? row : other;
                if (holder == null || !holder.has(index)) {
                    return null;
                }
                out.write(separator);
                out.writeText(columns.column(index).name());
                out.write(':');
                VALUES.write(columns.column(index), holder.get(index), out);
                separator = ',';
            }
            out.write('}');
            out.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
