package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a recorded log with one damaged event: the format, a transaction, the one that is damaged, and the next. All of it
 * follows from the seed.
 */
final class DamagedLog {

    /** A length that nothing is behind may cost a packet. */
    private static final long ALLOCATED_AT_MOST = 80L << 20;

    /** Bytes may become many small rows; for each, its JSON is written and read. */
    private static final long ALLOCATED_FOR_A_ROW = 20_000;

    /** What comes of each part of a log when nothing is damaged. */
    private static final Map<List<List<byte[]>>, List<List<String>>> UNDAMAGED = new ConcurrentHashMap<>();

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final RecordedLog log;
    private final List<List<byte[]>> groups;
    private final int damagedGroup;
    private final int damagedEvent;
    private final byte[] damaged;

    private DamagedLog(RecordedLog log, List<List<byte[]>> groups, int group, int event, byte[] damaged) {
        this.log = log;
        this.groups = groups;
        this.damagedGroup = group;
        this.damagedEvent = event;
        this.damaged = damaged;
    }

    static DamagedLog of(List<RecordedLog> logs, long seed) {
        Random random = new Random(seed);
        RecordedLog log = logs.get(random.nextInt(logs.size()));
        int middle = random.nextInt(log.groups().size());
        List<List<byte[]>> groups = new ArrayList<>();
        groups.add(List.of(log.format()));
        groups.addAll(log.groups()
                .subList(Math.max(0, middle - 1), Math.min(log.groups().size(), middle + 2)));
        int group = random.nextInt(20) == 0 ? 0 : groups.indexOf(log.groups().get(middle));
        int event = random.nextInt(groups.get(group).size());
        List<byte[]> others = groups.stream().flatMap(List::stream).toList();
        byte[] damaged = new Damage(random, others).of(groups.get(group).get(event));
        return new DamagedLog(log, groups, group, event, damaged);
    }

    /** Whether the damaged event says, as a server may, that no event has a checksum: then the four bytes of each are its own. */
    private boolean saysThatNothingHasChecksums() {
        if (damagedGroup > 0 || damaged.length < log.format().length / 2) {
            return false;
        }
        int kind = BinaryNumbers.int32(damaged, 9) - RecordedLog.CHECKSUM - 1;
        return kind >= 0 && kind < damaged.length && damaged[kind] == 0;
    }

    /** Reads it, and holds what comes against what comes undamaged. */
    void check() {
        List<List<String>> whole = UNDAMAGED.computeIfAbsent(groups, undamaged -> {
            List<List<String>> values = new ArrayList<>();
            read(values, false);
            return values;
        });
        List<List<String>> read = new ArrayList<>();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        int ended = read(read, true);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated")
                .isLessThan(ALLOCATED_AT_MOST
                        + ALLOCATED_FOR_A_ROW
                                * read.stream().mapToInt(List::size).sum());
        if (saysThatNothingHasChecksums()) {
            return;
        }
        if (ended > damagedGroup) {
            assertThat(rowsWithoutMap())
                    .as("events of rows that were read without their table map")
                    .isEmpty();
        }
        for (int i = 0; i < groups.size(); i++) {
            if (i > damagedGroup && mayCommitTheDamaged(groups.get(i))) {
                continue;
            }
            if (i < damagedGroup || (i > damagedGroup && i < ended)) {
                assertThat(read.get(i)).as("transaction %d", i).isEqualTo(whole.get(i));
            } else if (i > damagedGroup) {
                assertThat(read.get(i))
                        .as("transaction %d, after it ended", i)
                        .isEqualTo(whole.get(i)
                                .subList(
                                        0,
                                        Math.min(
                                                whole.get(i).size(), read.get(i).size())));
            } else if (i == ended) {
                checkPart(whole.get(i), read.get(i));
            }
        }
    }

    /** Whether a transaction is the end of an XA transaction, and the damage was done to one that is prepared. */
    private boolean mayCommitTheDamaged(List<byte[]> group) {
        return groups.get(damagedGroup).stream().anyMatch(event -> RecordedLog.type(event) == EventTypes.XA_PREPARE)
                && group.stream()
                        .anyMatch(event -> RecordedLog.type(event) == EventTypes.QUERY
                                && QueryEvent.parse(RecordedLog.body(event))
                                        .sql()
                                        .startsWith("XA "));
    }

    /** Where the reading ended within the transaction, the rows before the damage came, and none of an event that cannot be read. */
    private void checkPart(List<String> whole, List<String> read) {
        List<byte[]> events = groups.get(damagedGroup);
        int before = IntStream.range(0, damagedEvent)
                .map(i -> rows(i, events.get(i)))
                .sum();
        assertThat(read.stream().limit(before).toList())
                .as("rows before the damage")
                .isEqualTo(whole.subList(0, Math.min(before, read.size())));
        int own = rows(damagedEvent, damaged);
        if (read.size() > before && isRows(damaged)) {
            assertThat(read.size() - before)
                    .as("rows of the damaged event")
                    .isGreaterThanOrEqualTo(own)
                    .isPositive();
            assertThat(own).as("rows of an event that can be read").isPositive();
        }
    }

    private static boolean isRows(byte[] event) {
        return event.length >= RecordedLog.HEADER + RecordedLog.CHECKSUM
                && RowsEvent.isRowsEvent(RecordedLog.type(event));
    }

    /** How many rows the event has, as far as it can be read at all; a DDL statement counts as one. */
    private int rows(int index, byte[] event) {
        int type = event.length < RecordedLog.HEADER + RecordedLog.CHECKSUM ? -1 : RecordedLog.type(event);
        if (type != EventTypes.QUERY && !isRows(event)) {
            return 0;
        }
        try {
            byte[] body = RecordedLog.body(event);
            if (type == EventTypes.QUERY) {
                return Statement.parse(QueryEvent.parse(body)).kind() == Statement.Kind.DDL ? 1 : 0;
            }
            TableMap map = map(index, RowsEvent.tableId(body));
            int rows = 0;
            if (map != null) {
                for (RowsEvent decoded = RowsEvent.open(type, body, map); decoded.next(); ) {
                    rows++;
                }
            }
            return rows;
        } catch (UndecodableEventException e) {
            return 0;
        }
    }

    private @Nullable TableMap map(int index, long id) {
        TableMap map = null;
        for (byte[] event : groups.get(damagedGroup).subList(0, index)) {
            byte[] body = RecordedLog.body(event);
            if (RecordedLog.type(event) == EventTypes.TABLE_MAP && TableMap.tableId(body) == id) {
                map = TableMap.parse(body, log.flavor());
            }
        }
        return map;
    }

    /** Behind the damage, the places of the events of rows to which no table map belongs any more. */
    private List<Integer> rowsWithoutMap() {
        List<byte[]> events = new ArrayList<>(groups.get(damagedGroup));
        events.set(damagedEvent, damaged);
        Set<Long> known = new HashSet<>();
        List<Integer> without = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            byte[] event = events.get(i);
            boolean map =
                    event.length > RecordedLog.HEADER + Long.BYTES && RecordedLog.type(event) == EventTypes.TABLE_MAP;
            if (map) {
                known.add(RowsEvent.tableId(RecordedLog.body(event)));
            } else if (i > damagedEvent
                    && isRows(event)
                    && !known.contains(RowsEvent.tableId(RecordedLog.body(event)))) {
                without.add(i);
            }
        }
        return without;
    }

    /** Adds what each group lets through; the group in which the reading ended, or one that is not there. */
    private int read(List<List<String>> values, boolean withDamage) {
        Replay replay = new Replay(log.flavor(), log.name().endsWith("minimal_metadata"));
        int ended = groups.size();
        for (int i = 0; i < groups.size(); i++) {
            List<String> ofGroup = new ArrayList<>();
            for (int j = 0; j < groups.get(i).size(); j++) {
                boolean here = withDamage && i == damagedGroup && j == damagedEvent;
                ofGroup.addAll(replay.feed(here ? damaged : groups.get(i).get(j)));
            }
            values.add(ofGroup);
            if (replay.end() != null) {
                ended = Math.min(ended, i);
            }
        }
        return ended;
    }

    @Override
    public String toString() {
        byte[] event = groups.get(damagedGroup).get(damagedEvent);
        String hex = HexFormat.of().formatHex(damaged);
        return "%s, an event of type %d of %d bytes, now %d: %s"
                .formatted(
                        log.name(),
                        RecordedLog.type(event),
                        event.length,
                        damaged.length,
                        hex.length() > 1_000 ? hex.substring(0, 1_000) + "…" : hex);
    }
}
