/** The Helm chart, rendered and held against Kubernetes' own model and against the service that it runs. */
@NullMarked
package dev.corecdc.chart;

import org.jspecify.annotations.NullMarked;
