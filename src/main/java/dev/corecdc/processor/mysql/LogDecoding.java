package dev.corecdc.processor.mysql;

/**
 * What is made once for a log and serves wherever in it is read: the table maps that are known, and what decompresses events. Used by
 * one thread.
 */
record LogDecoding(TableMapCache tableMaps, CompressedEvents compressed, SmallZstd zstd) {

    /** How many versions of tables are remembered. */
    private static final int TABLE_MAPS = 4096;

    static LogDecoding of(Flavor flavor) {
        return new LogDecoding(new TableMapCache(flavor, TABLE_MAPS), new CompressedEvents(), new SmallZstd());
    }
}
