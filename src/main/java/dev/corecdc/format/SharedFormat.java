package dev.corecdc.format;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.JoinedRecords;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A format that several targets write: the lines of a list of changes that more than one of them writes are made once. They are known
 * again by the list itself, which lanes share. Safe for use by several threads.
 */
public final class SharedFormat implements RecordFormat {

    /** So many lists are remembered, for those who are a little behind. */
    private static final int REMEMBERED = 16;

    /** Lines of a list that take more bytes are made by everyone anew. */
    private static final int LARGEST_BYTES = 2 << 20;

    private final RecordFormat format;
    private final int users;
    private final Deque<Lines> recent = new ArrayDeque<>();

    /** @param users how many {@link #writeLines write lines} */
    public SharedFormat(RecordFormat format, int users) {
        this.format = format;
        this.users = users;
    }

    @Override
    public void write(ChangeEvent event, OutputStream out) throws IOException {
        format.write(event, out);
    }

    @Override
    public void writeLines(List<? extends ChangeEvent> events, OutputStream out) throws IOException {
        if (events instanceof JoinedRecords joined) {
            for (List<ChangeRecord> part : joined.parts()) {
                writeLines(part, out);
            }
            return;
        }
        PagedBytes lines = linesOf(events).take(events);
        if (lines == null) {
            format.writeLines(events, out);
        } else {
            lines.writeTo(out);
        }
    }

    private Lines linesOf(List<? extends ChangeEvent> events) {
        synchronized (recent) {
            for (Lines lines : recent) {
                if (lines.areOf(events)) {
                    return lines;
                }
            }
            recent.removeIf(lines -> lines.areOf(null));
            if (recent.size() == REMEMBERED) {
                recent.removeLast();
            }
            Lines lines = new Lines(events);
            recent.addFirst(lines);
            return lines;
        }
    }

    /** The lines of one list. Whoever comes while they are made waits for them. */
    private final class Lines {

        /** Does not keep it from being forgotten. */
        private final WeakReference<List<? extends ChangeEvent>> list;

        private @Nullable PagedBytes bytes;
        private int taken;

        Lines(List<? extends ChangeEvent> list) {
            this.list = new WeakReference<>(list);
        }

        /** Whether they are of this list; of null, whether their list is forgotten. */
        @SuppressWarnings("ReferenceEquality")
        boolean areOf(@Nullable List<? extends ChangeEvent> events) {
            return list.get() == events;
        }

        /** Null when they are too large, or everyone has had them. */
        synchronized @Nullable PagedBytes take(List<? extends ChangeEvent> events) throws IOException {
            if (taken == 0) {
                bytes = make(events);
            }
            PagedBytes lines = bytes;
            taken++;
            if (taken >= users) {
                bytes = null;
            }
            return lines;
        }

        private @Nullable PagedBytes make(List<? extends ChangeEvent> events) throws IOException {
            PagedBytes lines = new PagedBytes();
            for (ChangeEvent event : events) {
                format.write(event, lines);
                lines.write('\n');
                if (lines.size() > LARGEST_BYTES) {
                    return null;
                }
            }
            return lines;
        }
    }
}
