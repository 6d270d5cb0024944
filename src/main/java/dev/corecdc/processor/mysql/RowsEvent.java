package dev.corecdc.processor.mysql;

import dev.corecdc.event.Column;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Row;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one WRITE_ROWS, UPDATE_ROWS or DELETE_ROWS event, one after the other (MySQL Internals: "Rows_event"). Used
 * by one thread.
 *
 * <p>An event is measured when it is opened: only one whose rows end exactly where it ends gives any row at all. So rows
 * that do not fit their table map are never taken for others.
 */
final class RowsEvent {

    private static final int TABLE_ID_BYTES = 6;
    private static final int FLAG_BYTES = 2;

    private final EventType type;
    private final TableMap table;
    private final byte[] body;
    /** The columns in the images before and after the change, as far as there are such images. */
    private final int @Nullable [] columnsBefore;

    private final int @Nullable [] columnsAfter;
    private final int rows;

    private int position;
    /** The column being read, for messages; -1 between columns. */
    private int current = -1;

    private @Nullable Row before;
    private @Nullable Row after;

    private RowsEvent(EventType type, byte[] body, TableMap table, EventBytes head) {
        this.type = type;
        this.table = table;
        this.body = body;
        int width = head.packed();
        if (width != table.size()) {
            throw new UndecodableEventException(
                    "the rows have %d columns and the table %d".formatted(width, table.size()));
        }
        this.columnsBefore = type == EventType.INSERT ? null : readPresence(head, width);
        this.columnsAfter = type == EventType.DELETE ? null : readPresence(head, width);
        this.position = head.position();
        this.rows = measure();
    }

    /** Whether {@code eventType} of the log is an event of this kind, of the first or second version. */
    static boolean isRowsEvent(int eventType) {
        return (eventType >= 23 && eventType <= 25) || (eventType >= 30 && eventType <= 32);
    }

    /** The id of the table map that the rows belong to. */
    static long tableId(byte[] body) {
        return new EventBytes(body).unsigned(TABLE_ID_BYTES);
    }

    /**
     * Stands before the first row.
     *
     * @param eventType the type in the event's header
     * @param body the event without its header and checksum
     * @param table the table map that {@link #tableId} refers to
     * @throws UndecodableEventException when the event does not fit {@code table}, or is malformed
     */
    static RowsEvent open(int eventType, byte[] body, TableMap table) {
        try {
            EventBytes head = new EventBytes(body);
            head.skip(TABLE_ID_BYTES + FLAG_BYTES);
            if (eventType >= 30) {
                int extra = (int) head.unsigned(2);
                head.skip(extra - 2);
            }
            return new RowsEvent(type(eventType), body, table, head);
        } catch (UndecodableEventException e) {
            throw e.at("table " + table.name());
        }
    }

    static EventType type(int eventType) {
        return switch (eventType) {
            case 23, 30 -> EventType.INSERT;
            case 24, 31 -> EventType.UPDATE;
            case 25, 32 -> EventType.DELETE;
            default -> throw new UndecodableEventException("%d is no event of rows".formatted(eventType));
        };
    }

    EventType type() {
        return type;
    }

    /** How many rows the event has altogether. */
    int rows() {
        return rows;
    }

    /**
     * Goes to the next row and decodes it.
     *
     * @return false when there is none
     * @throws UndecodableEventException when a value cannot be decoded; the event is then of no further use
     */
    boolean next() {
        if (position == body.length) {
            return false;
        }
        try {
            before = columnsBefore == null ? null : decode(columnsBefore);
            after = columnsAfter == null ? null : decode(columnsAfter);
            return true;
        } catch (UndecodableEventException e) {
            throw located(e).at("table " + table.name());
        }
    }

    /** The row after the change, or the deleted row. */
    Row row() {
        Row row = after != null ? after : before;
        if (row == null) {
            throw new IllegalStateException("not at a row");
        }
        return row;
    }

    /** The row before an update, else null. */
    @Nullable
    Row before() {
        return type == EventType.UPDATE ? before : null;
    }

    private static int[] readPresence(EventBytes head, int width) {
        byte[] bits = head.copy((width + 7) / 8);
        int[] present = new int[width];
        int count = 0;
        for (int column = 0; column < width; column++) {
            if (isSet(bits, 0, column)) {
                present[count++] = column;
            }
        }
        return Arrays.copyOf(present, count);
    }

    private int measure() {
        int first = position;
        int count = 0;
        try {
            while (position < body.length) {
                int start = position;
                skip(columnsBefore);
                skip(columnsAfter);
                if (position == start) {
                    throw new UndecodableEventException(
                            "%d bytes follow rows without columns".formatted(body.length - position));
                }
                count++;
            }
        } catch (UndecodableEventException e) {
            throw located(e).at("row %d".formatted(count + 1));
        }
        position = first;
        return count;
    }

    /** Goes to the end of an image, which has to lie within the event. */
    private void skip(int @Nullable [] columns) {
        if (columns == null) {
            return;
        }
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
        if (length > body.length - position) {
            throw new UndecodableEventException(
                    "%d bytes are needed and %d are left".formatted(length, body.length - position));
        }
        position += (int) length;
    }

    private Row decode(int[] columns) {
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
                values[column] = decoder.values().decode(body, at, length);
                at += length;
            }
        }
        current = -1;
        position = at;
        return Row.of(values);
    }

    private UndecodableEventException located(UndecodableEventException e) {
        if (current < 0) {
            return e;
        }
        Column column = table.columns().column(current);
        return e.at("column %s (%s)".formatted(column.name(), column.type()));
    }

    private static boolean isSet(byte[] bits, int from, int index) {
        return (bits[from + (index >> 3)] >> (index & 7) & 1) != 0;
    }
}
