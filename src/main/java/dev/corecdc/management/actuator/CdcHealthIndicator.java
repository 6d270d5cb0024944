package dev.corecdc.management.actuator;

import dev.corecdc.management.ProcessorDescriptor;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.StreamControl;
import dev.corecdc.stream.StreamStatus;
import dev.corecdc.stream.TargetStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * DOWN when a processor or one of its targets has FAILED, or has for too long been on its way to work without getting
 * there. A processor that rests or has stopped because it was asked to is UP, whatever its targets did before.
 */
final class CdcHealthIndicator extends AbstractHealthIndicator {

    private final StreamControl streams;
    private final Duration downAfter;
    private final Clock clock;

    CdcHealthIndicator(StreamControl streams, Duration downAfter, Clock clock) {
        super("The state of the streams cannot be told");
        this.streams = streams;
        this.downAfter = downAfter;
        this.clock = clock;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up();
        for (StreamStatus status : streams.statuses()) {
            if (isIll(status)) {
                builder.down();
            }
            builder.withDetail(status.name(), ProcessorHealth.of(ProcessorDescriptor.of(status)));
        }
    }

    private boolean isIll(StreamStatus status) {
        return switch (status.state()) {
            case FAILED -> true;
            // A start that hangs is no better than a source that is not there.
            case STARTING, RECONNECTING -> isTooLong(status.since()) || hasIllTarget(status);
            case RUNNING, PAUSED, STOPPING -> hasIllTarget(status);
            case STOPPED -> status.requested() != ProcessorState.STOPPED;
        };
    }

    private boolean hasIllTarget(StreamStatus status) {
        return status.targets().stream().anyMatch(this::isIll);
    }

    private boolean isIll(TargetStatus target) {
        if (target.conservation().unaccounted() != 0) {
            return true;
        }
        return switch (target.state()) {
            case FAILED -> true;
            case RETRYING -> isTooLong(target.since());
            case RUNNING, PAUSED, BEHIND -> false;
        };
    }

    private boolean isTooLong(Instant since) {
        return Duration.between(since, clock.instant()).compareTo(downAfter) > 0;
    }
}
