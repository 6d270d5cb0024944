package dev.corecdc.processor.mysql;

/** A character set of MySQL or MariaDB, as the servers themselves convert it. Safe for use by several threads. */
@FunctionalInterface
interface CharacterSet {

    /**
     * The text in {@code length} bytes at {@code from}, which lie within {@code bytes}. A code that the servers store
     * although it has no character comes as U+FFFD, see {@link UnassignedCodes}.
     *
     * @throws UndecodableEventException when the bytes are none that a server stores as text of this character set
     */
    String decode(byte[] bytes, int from, int length);
}
