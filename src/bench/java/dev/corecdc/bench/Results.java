package dev.corecdc.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All that was measured, told as medians. */
final class Results {

    private final Map<Workload, Map<Contender, List<Measured>>> measured = new LinkedHashMap<>();

    void add(Workload workload, Contender contender, Measured reading) {
        measured.computeIfAbsent(workload, missing -> new EnumMap<>(Contender.class))
                .computeIfAbsent(contender, missing -> new ArrayList<>())
                .add(reading);
    }

    /** A table in Markdown for each workload. */
    String toMarkdown() {
        StringBuilder text = new StringBuilder();
        measured.forEach((workload, contenders) -> {
            text.append("\n**%s**, %,d rows:%n%n".formatted(workload.name(), workload.rows()));
            text.append("| | rows/s (all runs) | times Debezium | CPU s per million rows | peak MB |\n");
            text.append("| --- | ---: | ---: | ---: | ---: |\n");
            contenders.forEach((contender, readings) -> text.append(row(contender, readings, contenders)));
        });
        return text.toString();
    }

    private static String row(Contender contender, List<Measured> readings, Map<Contender, List<Measured>> all) {
        Measured median = median(readings);
        List<Measured> debezium = all.getOrDefault(Contender.DEBEZIUM, List.of());
        String ratio = debezium.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.1f",
                        median.rowsPerSecond() / median(debezium).rowsPerSecond());
        String runs = String.join(
                " ",
                readings.stream()
                        .map(reading -> thousands(reading.rowsPerSecond()))
                        .toList());
        return String.format(
                Locale.ROOT,
                "| %s | %s k (%s) | %s | %.1f | %d |%n",
                contender.title(),
                thousands(median.rowsPerSecond()),
                runs,
                ratio,
                median.cpuSecondsPerMillion(),
                median.megabytes());
    }

    private static String thousands(double value) {
        return String.format(Locale.ROOT, value < 100_000 ? "%.1f" : "%.0f", value / 1000);
    }

    private static Measured median(List<Measured> readings) {
        return readings.stream()
                .sorted(Comparator.comparingDouble(Measured::rowsPerSecond))
                .toList()
                .get(readings.size() / 2);
    }
}
