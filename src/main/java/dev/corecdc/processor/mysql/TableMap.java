package dev.corecdc.processor.mysql;

import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One version of a table, and how its rows are decoded: what a TABLE_MAP event says (MySQL Internals: "Table_map_event").
 * Immutable.
 *
 * <p>Event bodies are meant without the event's header and checksum.
 */
final class TableMap {

    /** Six bytes of table id and two of flags come before what describes the table. */
    static final int DESCRIPTION = 8;

    private static final int TABLE_ID_BYTES = 6;

    private final Columns columns;
    private final ColumnDecoder[] decoders;
    private final boolean checksUnusedBits;
    private final int[] everyColumn;
    /** By column: how many JSON columns go before it. */
    private final int[] jsonBefore;

    private TableMap(Columns columns, ColumnDecoder[] decoders, boolean checksUnusedBits) {
        this.columns = columns;
        this.decoders = decoders;
        this.checksUnusedBits = checksUnusedBits;
        this.everyColumn = IntStream.range(0, decoders.length).toArray();
        this.jsonBefore = new int[decoders.length + 1];
        for (int i = 0; i < decoders.length; i++) {
            jsonBefore[i + 1] = jsonBefore[i] + (isJson(i) ? 1 : 0);
        }
    }

    /** The id by which the row events that follow refer to the table. */
    static long tableId(byte[] body) {
        return new EventBytes(body).unsigned(TABLE_ID_BYTES);
    }

    /** The table's name, without looking at the rest. */
    static TableName tableName(byte[] body) {
        EventBytes bytes = new EventBytes(body);
        bytes.skip(DESCRIPTION);
        return readName(bytes);
    }

    /**
     * @throws UndecodableEventException when the event is malformed, was written without
     *     {@code binlog_row_metadata=FULL}, or has a column that is not supported; it names the table
     */
    static TableMap parse(byte[] body, Flavor flavor) {
        return TableDescription.parse(body, flavor).named();
    }

    static TableName readName(EventBytes bytes) {
        String database = bytes.name();
        bytes.skip(1); // NUL
        String table = bytes.name();
        bytes.skip(1);
        return new TableName(database, table);
    }

    /** @throws UndecodableEventException when a column is not supported */
    static TableMap of(
            TableName name, List<LoggedType> types, ColumnFacts facts, Declarations declarations, Flavor flavor) {
        ColumnDecoders factory = new ColumnDecoders(facts, declarations);
        ColumnDecoder[] decoders = new ColumnDecoder[types.size()];
        List<Column> columns = new ArrayList<>(types.size());
        for (int i = 0; i < decoders.length; i++) {
            decoders[i] = factory.create(i, types.get(i));
            columns.add(decoders[i].column());
        }
        return new TableMap(
                new Columns(name.database(), name.table(), columns, facts.primaryKey()),
                decoders,
                flavor == Flavor.MARIADB && types.stream().anyMatch(LoggedType::isOldTemporal));
    }

    Columns columns() {
        return columns;
    }

    /** The indexes of all columns, not to be changed. */
    int[] everyColumn() {
        return everyColumn;
    }

    int size() {
        return decoders.length;
    }

    ColumnDecoder decoder(int column) {
        return decoders[column];
    }

    boolean isJson(int column) {
        return columns.column(column).type() == ColumnType.JSON;
    }

    /** How many columns of the type JSON come before a column; before {@link #size}, how many there are. */
    int jsonColumnsBefore(int column) {
        return jsonBefore[column];
    }

    /**
     * Whether the bits left over in the null bitmaps of rows have to be looked at, all of which MariaDB sets. It does not say
     * of a time in an old format whether it has a fraction, which would make it longer, so that more than the length of the
     * event is wanted as a proof that it was read rightly.
     */
    boolean checksUnusedBits() {
        return checksUnusedBits;
    }

    TableName name() {
        return new TableName(columns.schema(), columns.table());
    }
}
