/** Sends records to Kafka, keyed by the row that they are of: targets of {@code type: kafka}. */
@NullMarked
package dev.corecdc.target.kafka;

import org.jspecify.annotations.NullMarked;
