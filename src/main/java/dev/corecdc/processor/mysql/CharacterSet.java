package dev.corecdc.processor.mysql;

/** A character set of MySQL or MariaDB, as the servers themselves convert it. Safe for use by several threads. */
@FunctionalInterface
interface CharacterSet {

    /**
     * The text in {@code length} bytes at {@code from}, which lie within {@code bytes}.
     *
     * @throws UndecodableEventException when they are no text of this character set: nothing is ever replaced
     */
    String decode(byte[] bytes, int from, int length);
}
