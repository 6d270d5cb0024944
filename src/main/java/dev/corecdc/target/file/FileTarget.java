package dev.corecdc.target.file;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.format.RecordFormat;
import dev.corecdc.target.BulkTarget;
import dev.corecdc.target.DdlRecordTarget;
import java.io.IOException;
import java.util.List;

/**
 * Writes each record as a line of a {@link RollingFile}. What was saved is on the disk; what was saved in part, because
 * of an error, is taken back before the next attempt.
 */
final class FileTarget implements DdlRecordTarget, BulkTarget, AutoCloseable {

    /** Of small records some megabytes, with which a disk is about as quick as it can be. */
    private static final int BULK = 10_000;

    private final RecordFormat format;
    private final RollingFile file;

    FileTarget(RecordFormat format, RollingFile file) {
        this.format = format;
        this.file = file;
    }

    @Override
    public void save(List<ChangeRecord> records) throws IOException {
        append(records);
    }

    @Override
    public void saveDdl(DdlEvent statement) throws IOException {
        append(List.of(statement));
    }

    private void append(List<? extends ChangeEvent> events) throws IOException {
        file.append(out -> format.writeLines(events, out));
    }

    @Override
    public int bulk() {
        return BULK;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
