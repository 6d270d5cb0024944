package dev.corecdc.target.jdbc;

import dev.corecdc.event.DdlEvent;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The times of a statement as its session saw them. */
final class SessionTime {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final DdlEvent event;

    SessionTime(DdlEvent event) {
        this.event = event;
    }

    /** When the statement was begun, as a TIMESTAMP in UTC. */
    String beginInUtc() {
        return SECONDS.format(event.origin().timestamp().atOffset(ZoneOffset.UTC));
    }

    /** The same as a DATETIME; null where the session's zone is not known. */
    @Nullable
    String begin() {
        ZoneId zone = zone();
        return zone == null ? null : SECONDS.format(event.origin().timestamp().atZone(zone));
    }

    /** A time of the session in UTC, of {@code 2020-01-01 10:00:00}; null where the session's zone is not known. */
    @Nullable
    String inUtc(String time) {
        ZoneId zone = zone();
        if (zone == null) {
            return null;
        }
        LocalDateTime local = LocalDateTime.parse(time.replace(' ', 'T'));
        String utc = SECONDS.format(local.atZone(zone).withZoneSameInstant(ZoneOffset.UTC));
        int fraction = time.indexOf('.');
        return utc + (fraction < 0 ? "" : time.substring(fraction)) + "+00";
    }

    private @Nullable ZoneId zone() {
        String name = event.session().timeZone();
        try {
            return name == null || name.equals("SYSTEM") ? null : ZoneId.of(name);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
