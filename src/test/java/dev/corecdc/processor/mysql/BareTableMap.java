package dev.corecdc.processor.mysql;

import java.util.Arrays;

/** TABLE_MAP events as MySQL 5.7 writes them, and MariaDB with NO_LOG: with nothing beside types, lengths and what can be null. */
final class BareTableMap {

    private BareTableMap() {}

    /** The body of an event without its optional metadata. */
    static byte[] of(byte[] body) {
        EventBytes bytes = new EventBytes(body);
        bytes.skip(TableMap.DESCRIPTION);
        TableMap.readName(bytes);
        int count = bytes.packed();
        bytes.skip(count);
        bytes.skip(bytes.packed());
        bytes.skip((count + 7) / 8);
        return Arrays.copyOf(body, bytes.position());
    }
}
