package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parts a batch into strands that may be delivered at the same time. Changes that must keep their order, as one works on what another works on, are
 * in one strand, in the order of the log: those of a key, those of two keys where an update made the one of the other, and all of a table of which a
 * change shows no key.
 */
final class KeyStrands {

    /** What names a table: a database and a table. */
    private static final int TABLE = 2;

    private final List<ChangeRecord> records;

    /** For each record another one of its strand, at last itself. */
    private final int[] others;

    private KeyStrands(List<ChangeRecord> records) {
        this.records = records;
        this.others = new int[records.size()];
        join();
    }

    /**
     * The strands of a batch, of about the same size where the keys allow it.
     *
     * @param most how many there may be
     */
    static List<ChangeBatch> of(ChangeBatch batch, int most) {
        if (most == 1 || batch.records().size() < 2) {
            return List.of(batch);
        }
        List<List<ChangeRecord>> strands = new KeyStrands(batch.records()).share(most);
        return strands.size() == 1
                ? List.of(batch)
                : strands.stream().map(batch::part).toList();
    }

    private void join() {
        List<ChangeScope> scopes = records.stream().map(ChangeScope::of).toList();
        Set<List<String>> wholeTables = new HashSet<>();
        scopes.forEach(scope ->
                scope.places().stream().filter(place -> place.size() == TABLE).forEach(wholeTables::add));
        Map<List<String>, Integer> first = new HashMap<>();
        for (int i = 0; i < others.length; i++) {
            others[i] = i;
            for (List<String> place : scopes.get(i).places()) {
                List<String> table = place.subList(0, TABLE);
                Integer earlier = first.putIfAbsent(wholeTables.contains(table) ? table : place, i);
                if (earlier != null) {
                    others[last(i)] = last(earlier);
                }
            }
        }
    }

    /** The record at which all of one strand end up. */
    private int last(int record) {
        int at = record;
        while (others[at] != at) {
            others[at] = others[others[at]];
            at = others[at];
        }
        return at;
    }

    /** Gives each that belongs together to the strand that is the shortest so far. */
    private List<List<ChangeRecord>> share(int most) {
        int[] sizes = new int[others.length];
        for (int i = 0; i < others.length; i++) {
            sizes[last(i)]++;
        }
        int[] lengths = new int[most];
        Map<Integer, Integer> chosen = new HashMap<>();
        List<List<ChangeRecord>> strands = new ArrayList<>();
        for (int i = 0; i < others.length; i++) {
            int together = last(i);
            int strand = chosen.computeIfAbsent(together, any -> shortest(lengths));
            lengths[strand] += sizes[together];
            sizes[together] = 0;
            if (strand == strands.size()) {
                strands.add(new ArrayList<>());
            }
            strands.get(strand).add(records.get(i));
        }
        return strands;
    }

    /** The first of the shortest. */
    private static int shortest(int[] lengths) {
        int shortest = 0;
        for (int i = 1; i < lengths.length; i++) {
            if (lengths[i] < lengths[shortest]) {
                shortest = i;
            }
        }
        return shortest;
    }
}
