package dev.corecdc.management.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.management.StreamFixture;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.TargetState;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamMetersTests {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final StreamFixture fixture = new StreamFixture(new DeliveryTimer(registry));
    private final StreamMeters meters = new StreamMeters(fixture.control());

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void areThereAtZeroBeforeAnythingStarts() {
        meters.bindTo(registry);

        assertThat(registry.scrape().lines())
                .contains(
                        "cdc_up{processor=\"shop\"} 0.0",
                        "cdc_up{processor=\"idle\"} 0.0",
                        "cdc_records_read_total{event_type=\"INSERT\",processor=\"shop\"} 0.0",
                        "cdc_records_read_total{event_type=\"UPDATE\",processor=\"shop\"} 0.0",
                        "cdc_records_read_total{event_type=\"DELETE\",processor=\"shop\"} 0.0",
                        "cdc_records_read_total{event_type=\"QUERY\",processor=\"shop\"} 0.0",
                        "cdc_events_excluded_total{processor=\"shop\"} 0.0",
                        "cdc_reconnects_total{processor=\"shop\"} 0.0",
                        "cdc_records_delivered_total{processor=\"shop\",target=\"console\"} 0.0",
                        "cdc_records_filtered_total{processor=\"shop\",target=\"console\"} 0.0",
                        "cdc_records_dead_total{processor=\"shop\",target=\"console\"} 0.0",
                        "cdc_records_retried_total{processor=\"shop\",target=\"warehouse\"} 0.0",
                        "cdc_lag_seconds{processor=\"shop\",target=\"console\"} NaN",
                        "cdc_queue_size_bytes{processor=\"shop\",target=\"console\"} 0.0",
                        "cdc_delivery_seconds_count{processor=\"shop\",target=\"console\"} 0",
                        "cdc_position_file{processor=\"shop\"} NaN",
                        "cdc_position_offset{processor=\"shop\"} NaN");
    }

    @Test
    void haveTheKindsThatDashboardsRelyOn() {
        meters.bindTo(registry);

        assertThat(registry.scrape().lines().filter(line -> line.startsWith("# TYPE")))
                .containsExactlyInAnyOrder(
                        "# TYPE cdc_up gauge",
                        "# TYPE cdc_records_read_total counter",
                        "# TYPE cdc_events_excluded_total counter",
                        "# TYPE cdc_reconnects_total counter",
                        "# TYPE cdc_records_delivered_total counter",
                        "# TYPE cdc_records_filtered_total counter",
                        "# TYPE cdc_records_dead_total counter",
                        "# TYPE cdc_records_retried_total counter",
                        "# TYPE cdc_records_unaccounted gauge",
                        "# TYPE cdc_lag_seconds gauge",
                        "# TYPE cdc_queue_size_bytes gauge",
                        "# TYPE cdc_delivery_seconds summary",
                        "# TYPE cdc_delivery_seconds_max gauge",
                        "# TYPE cdc_history_margin_seconds gauge",
                        "# TYPE cdc_history_margin_files gauge",
                        "# TYPE cdc_history_kept_seconds gauge",
                        "# TYPE cdc_position_file gauge",
                        "# TYPE cdc_position_offset gauge");
    }

    @Test
    void tellHowFarTheLogReachesBack() {
        meters.bindTo(registry);
        assertThat(value("cdc_history_margin_seconds{processor=\"shop\"}")).isNaN();
        fixture.start().insert(2);
        fixture.awaitSaved(2);

        awaitLines(
                "cdc_history_margin_seconds{processor=\"shop\"} 7200.0",
                "cdc_history_margin_files{processor=\"shop\"} 3.0",
                "cdc_history_kept_seconds{processor=\"shop\"} 18000.0",
                "cdc_history_margin_seconds{processor=\"idle\"} NaN");
    }

    @Test
    void tellWhatWasReadAndDelivered() {
        meters.bindTo(registry);
        fixture.start().insert(2);
        fixture.awaitSaved(2);

        awaitLines(
                "cdc_up{processor=\"shop\"} 1.0",
                "cdc_records_read_total{event_type=\"INSERT\",processor=\"shop\"} 2.0",
                "cdc_events_excluded_total{processor=\"shop\"} 3.0",
                "cdc_records_delivered_total{processor=\"shop\",target=\"console\"} 2.0",
                "cdc_records_delivered_total{processor=\"shop\",target=\"warehouse\"} 2.0",
                "cdc_delivery_seconds_count{processor=\"shop\",target=\"warehouse\"} 1",
                "cdc_lag_seconds{processor=\"shop\",target=\"console\"} 0.0",
                "cdc_position_file{processor=\"shop\"} 12.0",
                "cdc_position_offset{processor=\"shop\"} 104.0");
    }

    @Test
    void tellWhatWaitsForATargetThatFails() {
        meters.bindTo(registry);
        fixture.console.failNext(Integer.MAX_VALUE, () -> new IOException("no"));
        fixture.start().insert(1);
        fixture.awaitTarget("console", TargetState.RETRYING);

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(value("cdc_lag_seconds{processor=\"shop\",target=\"console\"}"))
                    .isPositive();
            assertThat(value("cdc_queue_size_bytes{processor=\"shop\",target=\"console\"}"))
                    .isPositive();
            assertThat(value("cdc_records_retried_total{processor=\"shop\",target=\"console\"}"))
                    .isPositive();
        });
    }

    @Test
    void tellThatTheSourceIsLost() {
        meters.bindTo(registry);
        fixture.start().awaitState("shop", ProcessorState.RUNNING);
        fixture.source.breakWith(Kind.UNAVAILABLE, "gone");

        awaitLines("cdc_up{processor=\"shop\"} 0.0", "cdc_lag_seconds{processor=\"shop\",target=\"console\"} NaN");
        assertThat(value("cdc_reconnects_total{processor=\"shop\"}")).isPositive();
    }

    private void awaitLines(String... lines) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(registry.scrape().lines()).contains(lines));
    }

    private double value(String meter) {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith(meter + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(meter.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
