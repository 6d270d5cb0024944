package dev.corecdc.processor.mysql;

import java.nio.charset.StandardCharsets;

/**
 * Follows the place of each event in the files. The log tells it modulo 2^32, and MariaDB not at all within a transaction. Used by
 * one thread.
 */
final class LogCursor {

    private static final long WRAP = 1L << 32;

    private final String beginFile;
    private final long begin;
    private String file;
    private long offset;

    /** Stands where reading begins. */
    LogCursor(String file, long offset) {
        this.beginFile = file;
        this.begin = offset;
        this.file = file;
        this.offset = offset;
    }

    /**
     * Goes to the place where the log goes on (MySQL Internals: "Rotate_event").
     *
     * @return whether that is in another file
     */
    boolean rotate(LogEvent rotation) {
        EventBytes bytes = new EventBytes(rotation.body());
        offset = BinaryNumbers.int64(rotation.body(), 0);
        bytes.skip(Long.BYTES);
        String next = new String(bytes.copy(bytes.remaining()), StandardCharsets.UTF_8);
        boolean moved = !next.equals(file);
        file = next;
        return moved;
    }

    /** Goes past an event that stands in the file. */
    void pass(LogEvent event) {
        if (event.nextPosition() == 0) {
            offset += event.length();
            return;
        }
        long next = (offset & -WRAP) | event.nextPosition();
        offset = next < offset ? next + WRAP : next;
    }

    /**
     * Goes past the first event of a transaction. A server that is asked by GTIDs sends the head of the file and then what follows
     * the beginning, be it more than 4 GiB further on.
     */
    void passFirst(LogEvent event) {
        pass(event);
        if (file.equals(beginFile)) {
            while (begin - offset > WRAP / 2) {
                offset += WRAP;
            }
        }
    }

    String file() {
        return file;
    }

    /** Where the event that was passed last ends. */
    long end() {
        return offset;
    }

    /** Where the event that was passed last begins. */
    long startOf(LogEvent passed) {
        return offset - passed.length();
    }
}
