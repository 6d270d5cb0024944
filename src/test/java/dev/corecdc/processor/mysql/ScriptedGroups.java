package dev.corecdc.processor.mysql;

import dev.corecdc.processor.mysql.PreparedXa.InLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Groups that a test has written, by the place where each begins. */
final class ScriptedGroups implements GroupLog {

    private final Map<Long, List<LogEvent>> byOffset = new HashMap<>();

    /** Which have been opened, each as {@code XID PLACE}. */
    final List<String> opened = new ArrayList<>();

    int closed;

    /** No XA transaction is prepared where reading begins, and none is read again. */
    static XaTransactions none() {
        return new XaTransactions(PreparedXas.NONE, new ScriptedGroups());
    }

    void put(long offset, LogEvent... events) {
        byOffset.put(offset, Arrays.asList(events));
    }

    @Override
    public LogEvents open(Xid xid, InLog place) {
        opened.add(xid + " " + place);
        Deque<LogEvent> events = new ArrayDeque<>(byOffset.get(place.offset()));
        return new LogEvents() {
            @Override
            public @Nullable LogEvent poll(long nanos) {
                return events.poll();
            }

            @Override
            public void close() {
                closed++;
            }
        };
    }
}
