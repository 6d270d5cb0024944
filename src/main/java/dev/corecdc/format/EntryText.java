package dev.corecdc.format;

/**
 * What the records of one log event have in common, made once.
 *
 * @param head what stands before the row
 * @param tail what stands between the row and the number of the change
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EntryText(byte[] head, byte[] tail) {}
