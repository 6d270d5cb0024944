package dev.corecdc.archfixture.stream;

import org.springframework.boot.health.contributor.HealthIndicator;

interface ActuatorInStream extends HealthIndicator {}
