package dev.corecdc.archfixture.stream;

import io.micrometer.core.instrument.binder.MeterBinder;

interface MetricsInStream extends MeterBinder {}
