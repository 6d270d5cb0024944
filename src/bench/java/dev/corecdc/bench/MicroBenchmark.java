package dev.corecdc.bench;

import static java.util.Objects.requireNonNull;

import dev.corecdc.format.JsonWriting;
import dev.corecdc.processor.mysql.RowDecoding;
import java.util.Collection;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What decoding a row and writing it as JSON takes by itself, in time and in memory; measured by JMH. The median, because what
 * else the machine does is in the mean.
 *
 * <p>System properties: {@code bench.runs} (3), each in a process of its own, {@code bench.java} and {@code bench.jvm} for these.
 */
@Tag("micro")
class MicroBenchmark {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Test
    void decodesRowsAndWritesThem() throws Exception {
        Options options = new OptionsBuilder()
                .include(RowDecoding.class.getName())
                .include(JsonWriting.class.getName())
                .addProfiler(GCProfiler.class)
                .forks(Integer.getInteger("bench.runs", 3))
                .jvm(Jvm.java())
                .jvmArgsAppend(Jvm.options().toArray(String[]::new))
                .warmupIterations(5)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(3)
                .measurementTime(TimeValue.seconds(1))
                .shouldFailOnError(true)
                .build();
        Report.write("micro", table(new Runner(options).run()));
    }

    private static String table(Collection<RunResult> results) {
        StringBuilder text = new StringBuilder("\n| | rows | µs/row, median | B/row |\n| --- | --- | ---: | ---: |\n");
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            String format = result.getParams().getParam("format");
            text.append(String.format(
                    Locale.ROOT,
                    "| %s%s | %s | %.3f | %.0f |%n",
                    time.getLabel(),
                    format == null ? "" : " " + format,
                    result.getParams()
                            .getParam("recorded")
                            .toLowerCase(Locale.ROOT)
                            .replace('_', ' '),
                    time.getStatistics().getPercentile(50),
                    requireNonNull(result.getSecondaryResults().get(ALLOCATED)).getScore()));
        }
        return text.toString();
    }
}
