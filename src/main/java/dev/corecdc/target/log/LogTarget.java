package dev.corecdc.target.log;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.format.RecordFormat;
import dev.corecdc.target.DdlRecordTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * Prints each record as a line of its own on the standard output, in UTF-8 and with nothing around it, so that what the
 * format writes can be piped into another program. The service's log shares the standard output by default, but lines
 * are never mixed: each is printed whole.
 *
 * <p>It does not print through the logging system, where a level, a filter or a full queue could drop a record that then
 * counts as saved.
 */
final class LogTarget implements DdlRecordTarget {

    private final RecordFormat format;

    LogTarget(RecordFormat format) {
        this.format = format;
    }

    @Override
    public void save(List<ChangeRecord> records) throws IOException {
        print(records);
    }

    @Override
    public void saveDdl(DdlEvent statement) throws IOException {
        print(List.of(statement));
    }

    private void print(List<? extends ChangeEvent> events) throws IOException {
        PrintStream console = System.out;
        ByteArrayOutputStream lines = new ByteArrayOutputStream(1024);
        format.writeLines(events, lines);
        lines.writeTo(console);
        if (console.checkError()) {
            throw new IOException("the standard output is closed or broken, so records cannot be printed to it;"
                    + " it does not recover before a restart of the service");
        }
    }
}
