package dev.corecdc.processor.mysql;

import dev.corecdc.event.EventType;
import dev.corecdc.event.Row;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one WRITE_ROWS, UPDATE_ROWS, PARTIAL_UPDATE_ROWS or DELETE_ROWS event, one after the other (MySQL Internals:
 * "Rows_event"). Used by one thread.
 *
 * <p>An event is measured when it is opened: only one whose rows end exactly where it ends gives any row at all. So rows
 * that do not fit their table map are never taken for others.
 */
final class RowsEvent {

    private static final int TABLE_ID_BYTES = 6;
    private static final int FLAG_BYTES = 2;

    private final EventType type;
    private final TableMap table;
    private final RowImages images;
    /** The columns in the images before and after the change, as far as there are such images. */
    private final int @Nullable [] columnsBefore;

    private final int @Nullable [] columnsAfter;
    private final int rows;

    private @Nullable Row before;
    private @Nullable Row after;

    private RowsEvent(int eventType, byte[] body, TableMap table, EventBytes head) {
        this.type = type(eventType);
        this.table = table;
        int width = head.packed();
        if (width != table.size()) {
            throw new UndecodableEventException(
                    "the rows have %d columns and the table %d".formatted(width, table.size()));
        }
        this.columnsBefore = type == EventType.INSERT ? null : readPresence(head, table);
        this.columnsAfter = type == EventType.DELETE ? null : readPresence(head, table);
        this.images = new RowImages(table, body, head.position(), eventType == EventTypes.PARTIAL_UPDATE_ROWS);
        this.rows = measure();
    }

    /** Whether {@code eventType} of the log is an event of this kind, of the first or second version. */
    static boolean isRowsEvent(int eventType) {
        return (eventType >= 23 && eventType <= 25)
                || (eventType >= 30 && eventType <= 32)
                || eventType == EventTypes.PARTIAL_UPDATE_ROWS;
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
            return new RowsEvent(eventType, body, table, head);
        } catch (UndecodableEventException e) {
            throw e.at("table " + table.name());
        }
    }

    static EventType type(int eventType) {
        return switch (eventType) {
            case 23, 30 -> EventType.INSERT;
            case 24, 31, EventTypes.PARTIAL_UPDATE_ROWS -> EventType.UPDATE;
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

    /** How many values the rows have altogether, those before an update too, and those that are absent. */
    long values() {
        return (long) rows * table.size() * (type == EventType.UPDATE ? 2 : 1);
    }

    /**
     * Goes to the next row and decodes it.
     *
     * @return false when there is none
     * @throws UndecodableEventException when a value cannot be decoded; the event is then of no further use
     */
    boolean next() {
        if (images.remaining() == 0) {
            return false;
        }
        try {
            before = columnsBefore == null ? null : images.decodeBefore(columnsBefore);
            after = columnsAfter == null ? null : images.decodeAfter(columnsAfter, before);
            return true;
        } catch (UndecodableEventException e) {
            throw images.located(e).at("table " + table.name());
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

    /** About how much memory the values of the rows take that have been gone to. */
    long bytes() {
        return 2L * images.length() + images.addedBytes();
    }

    /** The columns that an image has, nearly always all of them. */
    private static int[] readPresence(EventBytes head, TableMap table) {
        int width = table.size();
        byte[] bits = head.copy((width + 7) / 8);
        int count = 0;
        for (int column = 0; column < width; column++) {
            if (RowImages.isSet(bits, 0, column)) {
                count++;
            }
        }
        if (count == width) {
            return table.everyColumn();
        }
        int[] some = new int[count];
        for (int column = width - 1; column >= 0; column--) {
            if (RowImages.isSet(bits, 0, column)) {
                some[--count] = column;
            }
        }
        return some;
    }

    private int measure() {
        int first = images.position();
        int count = 0;
        try {
            while (images.remaining() > 0) {
                int start = images.position();
                if (columnsBefore != null) {
                    images.skipBefore(columnsBefore);
                }
                if (columnsAfter != null) {
                    images.skipAfter(columnsAfter);
                }
                if (images.position() == start) {
                    throw new UndecodableEventException(
                            "%d bytes follow rows without columns".formatted(images.remaining()));
                }
                count++;
            }
        } catch (UndecodableEventException e) {
            throw images.located(e).at("row %d".formatted(count + 1));
        }
        images.moveTo(first);
        return count;
    }
}
