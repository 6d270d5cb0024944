package dev.corecdc.management.actuator;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When the service calls itself unhealthy.
 *
 * @param downAfter how long a source may be out of reach, or a target fail, before health is DOWN
 */
@ConfigurationProperties(prefix = "cdc.health", ignoreUnknownFields = false)
record HealthProperties(@DefaultValue("60s") Duration downAfter) {

    HealthProperties {
        if (downAfter.isNegative()) {
            throw new IllegalArgumentException("'cdc.health.down-after' must not be negative, but is " + downAfter);
        }
    }
}
