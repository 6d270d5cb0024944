package dev.corecdc.target.listener;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.EventType;
import dev.corecdc.target.DdlRecordTarget;
import dev.corecdc.target.SelectiveTarget;
import java.util.List;
import java.util.Set;

/** A listener that takes DDL statements. */
record DdlListener(ListenerDeclaration declaration, ListenerCall call) implements SelectiveTarget, DdlRecordTarget {

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
    public void saveDdl(DdlEvent statement) throws Exception {
        call.with(statement);
    }

    @Override
    public void save(List<ChangeRecord> records) {
        throw new IllegalStateException("%s takes no rows".formatted(declaration.shown()));
    }
}
