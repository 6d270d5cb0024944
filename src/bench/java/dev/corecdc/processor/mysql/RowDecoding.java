package dev.corecdc.processor.mysql;

import static java.util.Objects.requireNonNull;

import dev.corecdc.event.Row;
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
import org.openjdk.jmh.infra.Blackhole;

/** From the body of an event to the values of its rows; an operation is a row. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(RecordedRows.ROWS)
public class RowDecoding {

    @Param({RecordedRows.ORDERS_INSERTED, RecordedRows.ORDERS_UPDATED, RecordedRows.SMALL_TYPES_INSERTED})
    public String recorded = "";

    private @Nullable RecordedRows event;

    @Setup
    public void prepare() {
        event = RecordedRows.read(recorded);
    }

    @Benchmark
    public void decode(Blackhole values) {
        RowsEvent rows = requireNonNull(event).open();
        while (rows.next()) {
            consume(rows.row(), values);
            Row before = rows.before();
            if (before != null) {
                consume(before, values);
            }
        }
    }

    private static void consume(Row row, Blackhole values) {
        for (int column = 0; column < row.size(); column++) {
            values.consume(row.get(column));
        }
    }
}
