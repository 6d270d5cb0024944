package dev.corecdc.processor.mysql;

import java.nio.charset.StandardCharsets;

/** Looks at the head of each log file of a dump, to see whether it is the file that was read before. Used by one thread. */
final class FileHeads {

    /** Where the name of the next file stands in a ROTATE event. */
    private static final int NAME = Long.BYTES;

    private final SeenFiles seen;
    private final String server;
    private String file = "";

    /** @param server whose dump it is */
    FileHeads(SeenFiles seen, String server) {
        this.seen = seen;
        this.server = server;
    }

    /** @throws LogResetException when an event is the head of a file that was begun anew */
    void look(LogEvent event) throws LogResetException {
        if (event.type() == EventTypes.ROTATE) {
            byte[] body = event.body();
            file = new String(body, NAME, body.length - NAME, StandardCharsets.UTF_8);
        } else if (event.type() == EventTypes.FORMAT_DESCRIPTION
                && event.timestamp() != 0
                && !seen.isSame(server, file, event.timestamp())) {
            throw new LogResetException(file);
        }
    }
}
