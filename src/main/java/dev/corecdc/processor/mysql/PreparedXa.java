package dev.corecdc.processor.mysql;

import org.jspecify.annotations.Nullable;

/** What has to be known of an XA transaction that is prepared, until it is committed or rolled back. */
sealed interface PreparedXa {

    /**
     * It has changes that are wanted: where its group begins in the log.
     *
     * @param file the file, null where only the GTID says the place: in the log of another server
     * @param offset offset in {@code file}, in bytes
     * @param globalId the GTID of the group, null where the server does not number transactions
     */
    record InLog(
            @Nullable String file, long offset, @Nullable String globalId) implements PreparedXa {

        /** As people read it. */
        @Override
        public String toString() {
            String place = file == null ? "" : file + ":" + offset;
            return globalId == null ? place : (place + " (GTID " + globalId + ")").strip();
        }
    }

    /**
     * It has no change that was wanted when it was prepared.
     *
     * @param events how many row events and statements it has
     */
    record Unwanted(int events) implements PreparedXa {}

    /** It was prepared before the place where reading began. */
    record BeforeStart() implements PreparedXa {}
}
