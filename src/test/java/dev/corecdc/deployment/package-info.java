/**
 * What the service is shipped in: the Helm chart, rendered and held against Kubernetes' own model; the image and the
 * composition, as far as can be told without an engine; and the service itself, started on the configurations that they bring.
 */
@NullMarked
package dev.corecdc.deployment;

import org.jspecify.annotations.NullMarked;
