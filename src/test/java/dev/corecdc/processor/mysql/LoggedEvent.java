package dev.corecdc.processor.mysql;

/** An event of a log: its type and its body, without header and checksum. */
@SuppressWarnings("ArrayRecordComponent")
record LoggedEvent(int type, byte[] body) {

    private static final int TABLE_MAP = 19;

    boolean isTableMap() {
        return type == TABLE_MAP;
    }

    boolean isRows() {
        return RowsEvent.isRowsEvent(type);
    }
}
