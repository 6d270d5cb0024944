/** The meters. */
@NullMarked
package dev.corecdc.management.metrics;

import org.jspecify.annotations.NullMarked;
