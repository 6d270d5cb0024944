package dev.corecdc.processor.mysql;

import dev.corecdc.processor.mysql.PreparedXa.BeforeStart;
import dev.corecdc.processor.mysql.PreparedXa.InLog;
import dev.corecdc.processor.mysql.PreparedXa.Unwanted;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The XA transactions that are prepared at a place in the log, and neither committed nor rolled back. Immutable, and shared by positions. */
final class PreparedXas {

    static final PreparedXas NONE = new PreparedXas(Map.of());

    private static final String EXCLUDED = "excluded";
    private static final String BEFORE_START = "before-start";

    /** Stands for a GTID that there is not. */
    private static final String NO_GTID = "-";

    private final Map<Xid, PreparedXa> byXid;

    private PreparedXas(Map<Xid, PreparedXa> byXid) {
        this.byXid = byXid;
    }

    /** Those of which nothing is known but that they were prepared before the start. */
    static PreparedXas beforeStart(Collection<Xid> xids) {
        Map<Xid, PreparedXa> byXid = new LinkedHashMap<>();
        xids.forEach(xid -> byXid.put(xid, new BeforeStart()));
        return byXid.isEmpty() ? NONE : new PreparedXas(byXid);
    }

    boolean isEmpty() {
        return byXid.isEmpty();
    }

    @Nullable
    PreparedXa get(Xid xid) {
        return byXid.get(xid);
    }

    /** These and one more; one of the same name is forgotten. */
    PreparedXas with(Xid xid, PreparedXa prepared) {
        Map<Xid, PreparedXa> more = new LinkedHashMap<>(byXid);
        more.remove(xid);
        more.put(xid, prepared);
        return new PreparedXas(more);
    }

    PreparedXas without(Xid xid) {
        if (!byXid.containsKey(xid)) {
            return this;
        }
        Map<Xid, PreparedXa> fewer = new LinkedHashMap<>(byXid);
        fewer.remove(xid);
        return fewer.isEmpty() ? NONE : new PreparedXas(fewer);
    }

    /** The same on another server, whose files are others. */
    PreparedXas onAnotherServer() {
        return replaced(one -> one instanceof InLog inLog ? new InLog(null, 0, inLog.globalId()) : one);
    }

    private PreparedXas replaced(UnaryOperator<PreparedXa> change) {
        if (byXid.isEmpty()) {
            return this;
        }
        Map<Xid, PreparedXa> changed = new LinkedHashMap<>(byXid);
        changed.replaceAll((xid, one) -> change.apply(one));
        return new PreparedXas(changed);
    }

    /** A line each: {@code X'61',X'',1 excluded 7}, {@code … before-start}, or {@code … GTID offset file}; no file has a line break in its name. */
    String toText() {
        return byXid.entrySet().stream()
                .map(entry -> entry.getKey() + " " + text(entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String text(PreparedXa prepared) {
        if (prepared instanceof Unwanted unwanted) {
            return EXCLUDED + " " + unwanted.events();
        }
        if (prepared instanceof InLog inLog) {
            String gtid = inLog.globalId() == null ? NO_GTID : inLog.globalId();
            return inLog.file() == null ? gtid : gtid + " " + inLog.offset() + " " + inLog.file();
        }
        return BEFORE_START;
    }

    /**
     * Reads back what {@link #toText} gave.
     *
     * @throws IllegalArgumentException when it is not such a text
     */
    static PreparedXas parse(String text) {
        Map<Xid, PreparedXa> byXid = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            String[] parts = line.split(" ", 4);
            if (parts.length < 2) {
                throw unknown(line);
            }
            byXid.put(Xid.parse(parts[0]), parse(line, parts));
        }
        return new PreparedXas(byXid);
    }

    private static PreparedXa parse(String line, String[] parts) {
        if (parts[1].equals(BEFORE_START) && parts.length == 2) {
            return new BeforeStart();
        }
        if (parts[1].equals(EXCLUDED) && parts.length == 3 && parts[2].matches("\\d{1,9}")) {
            return new Unwanted(Integer.parseInt(parts[2]));
        }
        String gtid = parts[1].equals(NO_GTID) ? null : parts[1];
        if (parts.length == 2 && (gtid == null || gtid.matches(".+[-:]\\d+"))) {
            return new InLog(null, 0, gtid);
        }
        if (parts.length == 4 && parts[2].matches("\\d{1,18}")) {
            BinlogFiles.number(parts[3]);
            return new InLog(parts[3], Long.parseLong(parts[2]), gtid);
        }
        throw unknown(line);
    }

    private static IllegalArgumentException unknown(String line) {
        return new IllegalArgumentException("\"%s\" does not tell of a prepared XA transaction".formatted(line));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PreparedXas that && byXid.equals(that.byXid);
    }

    @Override
    public int hashCode() {
        return byXid.hashCode();
    }

    @Override
    public String toString() {
        return toText();
    }
}
