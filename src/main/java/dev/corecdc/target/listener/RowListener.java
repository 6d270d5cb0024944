package dev.corecdc.target.listener;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.EventType;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.SelectiveTarget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** A listener that takes changes of rows. All changes of a batch are bound before the first is handed over. */
final class RowListener implements SelectiveTarget {

    private final ListenerDeclaration declaration;
    private final ChangeBinding binding;
    private final ListenerCall call;

    RowListener(ListenerDeclaration declaration, ChangeBinding binding, ListenerCall call) {
        this.declaration = declaration;
        this.binding = binding;
        this.call = call;
    }

    @Override
    public List<String> tables() {
        return declaration.tables();
    }

    @Override
    public Set<EventType> events() {
        return declaration.events();
    }

    @Override
    public Set<String> processors() {
        return declaration.processors();
    }

    @Override
    public void save(List<ChangeRecord> records) throws Exception {
        List<Object> bound = new ArrayList<>(records.size());
        for (ChangeRecord record : records) {
            bound.add(bind(record, bound.size()));
        }
        if (declaration.parameter().batch()) {
            call.with(Collections.unmodifiableList(bound));
            return;
        }
        for (int i = 0; i < bound.size(); i++) {
            callEach(bound.get(i), i);
        }
    }

    private Object bind(ChangeRecord record, int index) throws RejectedRecordException {
        try {
            return binding.of(record);
        } catch (UnboundRowException e) {
            throw new RejectedRecordException(index, String.valueOf(e.getMessage()), e);
        }
    }

    /** What a method says that sees one change, it says of that. */
    private void callEach(Object change, int index) throws Exception {
        try {
            call.with(change);
        } catch (RejectedRecordException e) {
            throw new RejectedRecordException(index, String.valueOf(e.getMessage()), e);
        }
    }
}
