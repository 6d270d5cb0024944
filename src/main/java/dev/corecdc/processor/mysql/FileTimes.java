package dev.corecdc.processor.mysql;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the files of a log were begun. */
@FunctionalInterface
interface FileTimes {

    /** To the second; null where it is not known. */
    @Nullable
    Instant begun(String file);
}
