package dev.corecdc.processor.mysql;

import dev.corecdc.event.Row;
import org.jspecify.annotations.Nullable;

/**
 * The JSON columns of an image after a partial update that hold changes to the value before instead of a value (MySQL:
 * {@code Partial_update_rows_log_event}). Options stand before such an image and, where they say so, a bit for each JSON column
 * of the table, whether the image has it or not. One for all rows of an event; used by one thread.
 */
final class PartialColumns {

    private static final int PARTIAL_JSON = 1;
    private static final int NONE = -1;

    private final TableMap table;
    private final byte[] body;

    /** By column: where the value in the image before begins; right for the columns that the row before holds. */
    private final int[] before;

    private final int[] lengthBefore;

    /** Where the bits of the row stand. */
    private int bits = NONE;

    private long bytes;

    PartialColumns(TableMap table, byte[] body) {
        this.table = table;
        this.body = body;
        this.before = new int[table.size()];
        this.lengthBefore = new int[table.size()];
    }

    /** Reads what goes before the image after a change; where that image begins. */
    int open(int position) {
        EventBytes head = new EventBytes(body);
        head.skip(position);
        int options = head.packed();
        bits = NONE;
        if (options == PARTIAL_JSON) {
            bits = head.position();
            head.skip((table.jsonColumnsBefore(table.size()) + 7) / 8);
        } else if (options != 0) {
            throw new UndecodableEventException("the value options %d are not known".formatted(options));
        }
        return head.position();
    }

    /** Notes where the image before has a value. */
    void note(int column, int from, int length) {
        before[column] = from;
        lengthBefore[column] = length;
    }

    /** Whether what stands in the place of a value are changes. */
    boolean has(int column) {
        return bits != NONE && table.isJson(column) && RowImages.isSet(body, bits, table.jsonColumnsBefore(column));
    }

    /**
     * The value after the changes that stand in {@code length} bytes at {@code from}. Where there are none, and the row before is
     * not known, it is {@link Row#ABSENT}.
     *
     * @throws UndecodableEventException when the changes do not fit the value before, or this is not known
     */
    @Nullable
    Object apply(Row rowBefore, int column, int from, int length) {
        boolean known = rowBefore.has(column);
        if (length == 0) {
            return known ? rowBefore.get(column) : Row.ABSENT;
        }
        if (!known) {
            throw new UndecodableEventException(
                    "the log holds what has changed in the document, but not what it was before:"
                            + " with binlog_row_value_options = PARTIAL_JSON, binlog_row_image has to be FULL or NOBLOB");
        }
        if (rowBefore.get(column) == null) {
            throw new UndecodableEventException("there is no document that could be changed in part");
        }
        bytes += lengthBefore[column] + length;
        return JsonChanges.apply(part(before[column], lengthBefore[column]), part(from, length));
    }

    /** How many bytes the values that were made take, about, beside those in the log. */
    long bytes() {
        return bytes;
    }

    private EventBytes part(int from, int length) {
        EventBytes bytesFrom = new EventBytes(body);
        bytesFrom.skip(from);
        return bytesFrom.part(length);
    }
}
