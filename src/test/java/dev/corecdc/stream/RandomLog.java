package dev.corecdc.stream;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import dev.corecdc.testing.ScriptedProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A log of changes of all kinds: of a table with a key, some of which change the key, of a table without one, and statements. It knows what
 * has to stay in order.
 */
final class RandomLog {

    /** What a row says that somebody has mended. */
    static final String MENDED = "mended";

    /** What a row says at first. */
    static final String WRITTEN = "written";

    /** How many changes a batch holds at most. */
    static final int MOST_IN_BATCH = 10;

    private static final int KEYS = 5;
    private static final Columns ORDERS = new Columns(
            "shop",
            "orders",
            List.of(
                    new Column("id", ColumnType.BIGINT, false),
                    new Column("number", ColumnType.BIGINT, false),
                    new Column("note", ColumnType.TEXT, false)),
            List.of(1));
    private static final Columns NOTES = new Columns(
            "shop",
            "notes",
            List.of(
                    new Column("id", ColumnType.BIGINT, false),
                    new Column("number", ColumnType.BIGINT, false),
                    new Column("note", ColumnType.TEXT, false)),
            List.of());

    private final ScriptedProcessor processor = new ScriptedProcessor();
    private final Random random;
    private final List<Kind> kinds = new ArrayList<>();
    private final List<Set<Integer>> chains = new ArrayList<>();

    /** What stands at a place of the log. */
    enum Kind {
        RECORD,
        STATEMENT,
        EXCLUDED
    }

    RandomLog(Random random) {
        this.random = random;
        processor.recordsOf(100);
        cutAnew();
    }

    ScriptedProcessor processor() {
        return processor;
    }

    /** From now on readers end their batches at other places. */
    void cutAnew() {
        processor.batchesOf(1 + random.nextInt(MOST_IN_BATCH));
    }

    int size() {
        return kinds.size();
    }

    Kind kind(int place) {
        return kinds.get(place);
    }

    /** How many chains there are: of changes of one row, or of a table whose rows cannot be told apart. */
    int chains() {
        return KEYS + 1;
    }

    /** Whether a change is part of a chain. */
    boolean isOf(int place, int chain) {
        return chains.get(place).contains(chain);
    }

    void append() {
        switch (random.nextInt(20)) {
            case 0 -> statement();
            case 1 -> {
                note(Kind.EXCLUDED, Set.of());
                processor.appendExcluded(1);
            }
            case 2 -> {
                note(Kind.RECORD, Set.of(KEYS));
                processor.append(origin -> record(EventType.INSERT, NOTES, 0, null, origin));
            }
            case 3, 4 -> {
                int from = random.nextInt(KEYS);
                int to = random.nextInt(KEYS);
                note(Kind.RECORD, from == to ? Set.of(from) : Set.of(from, to));
                processor.append(
                        origin -> record(EventType.UPDATE, ORDERS, to, Row.of(0L, (long) from, "old"), origin));
            }
            default -> {
                int key = random.nextInt(KEYS);
                note(Kind.RECORD, Set.of(key));
                EventType type = random.nextBoolean() ? EventType.INSERT : EventType.DELETE;
                processor.append(origin -> record(type, ORDERS, key, null, origin));
            }
        }
    }

    private void statement() {
        boolean orders = random.nextBoolean();
        note(Kind.STATEMENT, orders ? Set.of(0, 1, 2, 3, 4) : Set.of(KEYS));
        processor.append(origin ->
                new DdlEvent(DdlKind.OTHER, "shop", List.of(orders ? "orders" : "notes"), true, "ALTER", origin, 1));
    }

    private void note(Kind kind, Set<Integer> of) {
        kinds.add(kind);
        chains.add(of);
    }

    private static ChangeEvent record(EventType type, Columns columns, int key, @Nullable Row before, Origin origin) {
        return new ChangeRecord(type, columns, Row.of(origin.position(), (long) key, WRITTEN), before, origin, 1);
    }

    static int placeOf(ChangeEvent change) {
        return (int) ScriptedProcessor.idOf(change);
    }
}
