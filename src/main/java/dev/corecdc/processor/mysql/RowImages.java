package dev.corecdc.processor.mysql;

import dev.corecdc.event.Column;
import dev.corecdc.event.Row;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the images of rows in the body of an event, from front to back: a bitmap of the columns that are null, then the values
 * of the others. In an event of partial updates the image after a change can hold changes instead of values. Used by one thread.
 */
final class RowImages {

    private final TableMap table;
    private final byte[] body;
    /** Null where every image holds values. */
    private final @Nullable PartialColumns partial;

    private int position;
    /** The column being read, for messages; -1 between columns. */
    private int current = -1;

    RowImages(TableMap table, byte[] body, int position, boolean partialUpdates) {
        this.table = table;
        this.body = body;
        this.partial = partialUpdates ? new PartialColumns(table, body) : null;
        this.position = position;
    }

    int position() {
        return position;
    }

    void moveTo(int newPosition) {
        position = newPosition;
    }

    /** Of the whole event. */
    int length() {
        return body.length;
    }

    int remaining() {
        return body.length - position;
    }

    /** Goes to the end of the image before a change, which has to lie within the event. */
    void skipBefore(int[] columns) {
        skip(columns);
    }

    /** Goes to the end of the image after a change. */
    void skipAfter(int[] columns) {
        openAfter();
        skip(columns);
    }

    private void openAfter() {
        if (partial != null) {
            position = partial.open(position);
        }
    }

    private void skip(int[] columns) {
        int nulls = position;
        advance((columns.length + 7) / 8);
        if (table.checksUnusedBits() && !unusedBitsAreSet(nulls, columns.length)) {
            throw new UndecodableEventException(
                    "the rows have another length than their table map tells; if a column has"
                            + " a fraction of seconds in a format from before MySQL 5.6.4, ALTER TABLE … FORCE makes it new");
        }
        for (int i = 0; i < columns.length; i++) {
            if (!isSet(body, nulls, i)) {
                current = columns[i];
                ColumnDecoder decoder = table.decoder(current);
                int value = position;
                advance(decoder.lengthBytes());
                advance(decoder.length(body, value));
            }
        }
        current = -1;
    }

    private boolean unusedBitsAreSet(int nulls, int columns) {
        int used = columns & 7;
        return used == 0 || (body[nulls + (columns >> 3)] & 0xff) >> used == 0xff >> used;
    }

    private void advance(long length) {
        if (length > remaining()) {
            throw new UndecodableEventException("%d bytes are needed and %d are left".formatted(length, remaining()));
        }
        position += (int) length;
    }

    /** Decodes the image before a change; {@link #skipBefore} has gone past it once. */
    Row decodeBefore(int[] columns) {
        return decode(columns, null);
    }

    /**
     * Decodes the image after a change; {@link #skipAfter} has gone past it once.
     *
     * @param before the row before an update, null after an insert
     */
    Row decodeAfter(int[] columns, @Nullable Row before) {
        openAfter();
        return decode(columns, before);
    }

    private Row decode(int[] columns, @Nullable Row before) {
        @Nullable Object[] values = new @Nullable Object[table.size()];
        if (columns.length < values.length) {
            Arrays.fill(values, Row.ABSENT);
        }
        int nulls = position;
        int at = position + (columns.length + 7) / 8;
        for (int i = 0; i < columns.length; i++) {
            int column = columns[i];
            if (isSet(body, nulls, i)) {
                values[column] = null;
            } else {
                current = column;
                ColumnDecoder decoder = table.decoder(column);
                int length = (int) decoder.length(body, at);
                at += decoder.lengthBytes();
                values[column] = partial != null && before != null && partial.has(column)
                        ? partial.apply(before, column, at, length)
                        : decoder.values().decode(body, at, length);
                if (partial != null && before == null) {
                    partial.note(column, at, length);
                }
                at += length;
            }
        }
        current = -1;
        position = at;
        return Row.of(values);
    }
    /** The same exception, with the column in front at which it was thrown. */
    UndecodableEventException located(UndecodableEventException e) {
        if (current < 0) {
            return e;
        }
        Column column = table.columns().column(current);
        return e.at("column %s (%s)".formatted(column.name(), column.type()));
    }

    /** About how much memory the values of the rows take that have been decoded, beside those that stand in the event. */
    long addedBytes() {
        return partial == null ? 0 : partial.bytes();
    }

    static boolean isSet(byte[] bits, int from, int index) {
        return (bits[from + (index >> 3)] >> (index & 7) & 1) != 0;
    }
}
