package dev.corecdc.target.http;

import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.RetryLaterException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the receiver's answers mean (RFC 9110; 425: RFC 8470; 429: RFC 6585). A status from 200 to 299 says that it has the batch.
 *
 * @param temporary the statuses below 500 after which the same request may be taken later
 */
record Answers(Set<Integer> temporary) {

    private static final Set<Integer> ALWAYS = Set.of(408, 425, 429);

    /** A receiver that names a time by mistake must not stop a lane for days. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** @param more further statuses after which a batch is tried again */
    static Answers of(Iterable<Integer> more) {
        Set<Integer> temporary = new TreeSet<>(ALWAYS);
        more.forEach(temporary::add);
        return new Answers(Set.copyOf(temporary));
    }

    /**
     * Returns when the batch was taken.
     *
     * @throws RejectedRecordException when it, or one of its changes, will never be
     * @throws RetryLaterException when the receiver says how long to wait
     */
    void check(HttpResponse<String> answer) throws IOException, RejectedRecordException {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            return;
        }
        String said =
                "the receiver answered %d%s".formatted(status, answer.body().isEmpty() ? "" : ": " + answer.body());
        if (status >= 500 || temporary.contains(status)) {
            Duration wait = wait(answer);
            throw wait.isZero() ? new IOException(said) : new RetryLaterException(said, wait);
        }
        if (status < 400) {
            throw new IOException(said
                    + answer.headers()
                            .firstValue("Location")
                            .map(" and sends to "::concat)
                            .orElse("") + "; redirections are not followed, 'url' has to name the place itself");
        }
        throw new RejectedRecordException(said, null);
    }

    /** Seconds, or a time. */
    private static Duration wait(HttpResponse<String> answer) {
        return answer.headers().firstValue("Retry-After").map(Answers::parse).orElse(Duration.ZERO);
    }

    private static Duration parse(String text) {
        Duration wait;
        try {
            wait = text.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(
                            Instant.now(),
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
