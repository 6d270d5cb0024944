package dev.corecdc.processor.mysql;

/**
 * How large an event may be, so that it and what is made of it fit into the memory. What an event says of its own length is never
 * believed before it has been held against this.
 *
 * @param memory the most that the service may take, in bytes
 */
record EventSize(long memory) {

    /** No server takes or writes a packet of more than 1 GB ({@code max_allowed_packet}); an event has a head besides. */
    private static final long LARGEST = (1L << 30) + (1 << 16);

    /** Beside the event itself there is room for its values, and for as much again for all else. */
    private static final int SHARE = 3;

    static EventSize ofThisService() {
        return new EventSize(Runtime.getRuntime().maxMemory());
    }

    /**
     * The length, if an event can have it, and if the memory has room for it.
     *
     * @param length in bytes
     * @throws UndecodableEventException when not; it says what to do
     */
    int checked(long length) {
        if (length < 0 || length > LARGEST) {
            throw new UndecodableEventException("it claims a length of %s bytes, and none has more than %d"
                    .formatted(Long.toUnsignedString(length), LARGEST));
        }
        if (length > memory / SHARE) {
            throw new UndecodableEventException(
                    "it has %,d bytes, more than a third of the memory of the service (%,d MB); give it more, with -Xmx"
                            .formatted(length, memory >> 20));
        }
        return (int) length;
    }
}
