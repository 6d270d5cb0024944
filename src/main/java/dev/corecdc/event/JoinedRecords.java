package dev.corecdc.event;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.RandomAccess;

/** Lists of changes that follow each other, as one list that remembers them. Immutable, if they are. */
public final class JoinedRecords extends AbstractList<ChangeRecord> implements RandomAccess {

    private final List<List<ChangeRecord>> parts;

    /** By part: how many changes there are up to its end. */
    private final int[] ends;

    private JoinedRecords(List<List<ChangeRecord>> parts) {
        this.parts = List.copyOf(parts);
        this.ends = new int[parts.size()];
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += parts.get(i).size();
            ends[i] = end;
        }
    }

    /** Of lists that may be joined themselves. */
    static JoinedRecords of(List<List<ChangeRecord>> lists) {
        List<List<ChangeRecord>> parts = new ArrayList<>();
        for (List<ChangeRecord> list : lists) {
            if (list instanceof JoinedRecords joined) {
                parts.addAll(joined.parts);
            } else {
                parts.add(list);
            }
        }
        return new JoinedRecords(parts);
    }

    /** The lists, in order. */
    public List<List<ChangeRecord>> parts() {
        return parts;
    }

    @Override
    public ChangeRecord get(int index) {
        int part = 0;
        while (part < ends.length - 1 && index >= ends[part]) {
            part++;
        }
        return parts.get(part).get(part == 0 ? index : index - ends[part - 1]);
    }

    @Override
    public Iterator<ChangeRecord> iterator() {
        return parts.stream().flatMap(List::stream).iterator();
    }

    @Override
    public int size() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }
}
