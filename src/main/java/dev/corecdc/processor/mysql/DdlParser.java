package dev.corecdc.processor.mysql;

import dev.corecdc.event.DdlKind;
import dev.corecdc.processor.ReaderThread;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads DDL statements as a whole. Nothing depends on whether that succeeds but the kind that a statement is given: one that is
 * too long, takes too long, breaks the parser, or in which the parser finds other tables than its words name, is of the kind OTHER. Used by one
 * thread.
 */
final class DdlParser {

    /** The parser takes about a second for so many characters. */
    private static final int LONGEST = 250_000;

    /** The first statement also loads the library. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** As the servers write it between CREATE and VIEW, and the library cannot read it. */
    private static final Pattern VIEW_ATTRIBUTES =
            Pattern.compile("^(CREATE|CREATE OR REPLACE) ALGORITHM=.{1,400}? SQL SECURITY \\w+ (?=VIEW )");

    /** The last one that did not come to an end in time. */
    private @Nullable Thread late;

    private final Duration patience;

    DdlParser() {
        this(PATIENCE);
    }

    /** @param patience how long a statement may take */
    DdlParser(Duration patience) {
        this.patience = patience;
    }

    /** What the statement does. */
    DdlKind kind(QueryEvent query, Statement words) {
        if (query.sql().length() > LONGEST || (late != null && late.isAlive())) {
            return DdlKind.OTHER;
        }
        SqlText text = new SqlText(words.text(query.sql()), query.mode());
        if (text.skip("SET")) {
            Statement.skipVariables(text);
        }
        DdlTree tree = new DdlTree(VIEW_ATTRIBUTES.matcher(text.rest()).replaceFirst("$1 "), query.mode());
        FutureTask<DdlKind> task = new FutureTask<>(() -> tree.kind(words.tables(), query.database()));
        Thread thread =
                ReaderThread.of("ddl-parser", task); // one that can be left to itself, and whose stack is its own
        thread.start();
        try {
            return result(task);
        } catch (TimeoutException e) {
            tree.giveUp();
            late = thread;
        } catch (ExecutionException e) {
            // it cannot be read
        }
        return DdlKind.OTHER;
    }

    /** Waits also when it is interrupted: that is for whoever waits longer. */
    private DdlKind result(FutureTask<DdlKind> task) throws ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
