package dev.corecdc.management.metrics;

import dev.corecdc.stream.StreamListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Times how long targets take to save a batch. */
final class DeliveryTimer implements StreamListener {

    private final MeterRegistry registry;

    DeliveryTimer(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void delivered(String processor, String target, int records, Duration took) {
        timer(registry, processor, target).record(took);
    }

    /** The timer of one target, made when it is not there. */
    static Timer timer(MeterRegistry registry, String processor, String target) {
        return Timer.builder("cdc.delivery")
                .description("Time that the target took to save a batch")
                .tags("processor", processor, "target", target)
                .register(registry);
    }
}
