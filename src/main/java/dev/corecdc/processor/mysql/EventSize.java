package dev.corecdc.processor.mysql;

/**
 * How large an event may be that is made larger here than it came. What it says of its own length is never believed before it
 * has been held against this.
 */
final class EventSize {

    /** No server takes or writes a packet of more than 1 GB ({@code max_allowed_packet}); an event has a head besides. */
    private static final long LARGEST = (1L << 30) + (1 << 16);

    private EventSize() {}

    /**
     * The length, if an event can have it, and if it leaves half of the memory to what is made of it.
     *
     * @param length in bytes
     * @throws UndecodableEventException when not
     */
    static int checked(long length) {
        if (length < 0 || length > LARGEST) {
            throw new UndecodableEventException("it claims a length of %s bytes, and none has more than %d"
                    .formatted(Long.toUnsignedString(length), LARGEST));
        }
        long memory = Runtime.getRuntime().maxMemory();
        if (length > memory / 2) {
            throw new UndecodableEventException(
                    "it claims a length of %d bytes, too much for a memory of %d; give the service more (-Xmx)"
                            .formatted(length, memory));
        }
        return (int) length;
    }
}
