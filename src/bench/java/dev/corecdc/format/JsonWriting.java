package dev.corecdc.format;

import static java.util.Objects.requireNonNull;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.processor.mysql.RecordedRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From decoded changes to the bytes of a format; an operation is a change. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(RecordedRows.ROWS)
public class JsonWriting {

    @Param({RecordedRows.ORDERS_INSERTED, RecordedRows.ORDERS_UPDATED, RecordedRows.SMALL_TYPES_INSERTED})
    public String recorded = "";

    @Param({"core-cdc", "debezium"})
    public String format = "";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 17);
    private @Nullable RecordFormat writer;

    /** Two events in turn, so that what is made once an event is made again for each. */
    private List<ChangeRecord> next = List.of();

    private List<ChangeRecord> other = List.of();

    @Setup
    public void prepare() {
        RecordFormatFactory factory =
                switch (format) {
                    case "core-cdc" -> new CoreCdcFormatFactory();
                    case "debezium" -> new JsonFormatsAutoConfiguration().debeziumFormatFactory();
                    default -> throw new IllegalArgumentException(format);
                };
        writer = factory.create(new FormatSettings(
                "bench",
                new FormatSettings.JsonSettings(FormatSettings.NumberStyle.NUMBER, FormatSettings.NumberStyle.NUMBER)));
        RecordedRows rows = RecordedRows.read(recorded);
        next = rows.changes();
        other = rows.changes();
    }

    /** Writes all changes of an event; how many bytes they take. */
    @Benchmark
    public int write() throws IOException {
        List<ChangeRecord> changes = next;
        next = other;
        other = changes;
        RecordFormat made = requireNonNull(writer);
        bytes.reset();
        for (ChangeRecord change : changes) {
            made.write(change, bytes);
        }
        return bytes.size();
    }
}
