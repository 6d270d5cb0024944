package dev.corecdc.bench;

import dev.corecdc.bench.PackagedService.Start;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.DatabaseServers;
import dev.corecdc.testing.ServerKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long it takes from the start of the packaged service until its processor runs, without and, on Java 25 or later, with a cache of
 * classes that are loaded and linked ahead of time.
 *
 * <p>System properties: {@code bench.runs} (5), {@code bench.java} and {@code bench.jvm} for the service.
 */
@Tag("startup")
class StartupBenchmark {

    @Test
    void startsUntilItsProcessorRuns() throws Exception {
        StringBuilder text = new StringBuilder("\nJava %d:%n%n".formatted(Jvm.feature()));
        text.append("| | s until RUNNING (all runs) | CPU s | peak MB |\n| --- | ---: | ---: | ---: |\n");
        try (DatabaseServer server = DatabaseServers.start(ServerKind.MYSQL, Workloads.server())) {
            PackagedService service = new PackagedService(server);
            text.append(row("without a cache", service, false));
            if (service.train()) {
                text.append(row("with an AOT cache", service, true));
            }
        }
        Report.write("startup", text.toString());
    }

    private static String row(String title, PackagedService service, boolean trained) throws IOException {
        List<Start> starts = new ArrayList<>();
        for (int run = 0; run < Integer.getInteger("bench.runs", 5); run++) {
            starts.add(service.start(trained));
        }
        starts.sort(Comparator.comparing(Start::took));
        Start median = starts.get(starts.size() / 2);
        String all = String.join(
                " ",
                starts.stream().map(start -> seconds(start.took().toMillis())).toList());
        return "| %s | %s (%s) | %s | %d |%n"
                .formatted(
                        title,
                        seconds(median.took().toMillis()),
                        all,
                        seconds(median.cpu().toMillis()),
                        median.megabytes());
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f", millis / 1000.0);
    }
}
