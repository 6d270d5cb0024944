package dev.corecdc.testing;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.ProcessorContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class ScriptedProcessorTests extends ProcessorContract {

    private final ScriptedProcessor processor = new ScriptedProcessor().batchesOf(2);
    private final Map<Long, Long> numbers = new HashMap<>();

    @Override
    protected Processor processor() {
        return processor;
    }

    @Override
    protected void insert(List<Long> rows) {
        for (Long number : rows) {
            numbers.put((long) processor.size(), number);
            processor.append(1);
        }
    }

    @Override
    protected long numberOf(ChangeRecord change) {
        return numbers.getOrDefault(ScriptedProcessor.idOf(change), -1L);
    }

    @Override
    protected void executeDdl() {
        processor.appendDdl("ALTER TABLE orders ADD COLUMN paid BOOLEAN");
    }

    @Override
    protected void writeExcluded() {
        processor.appendExcluded(3);
    }
}
