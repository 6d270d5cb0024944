/** Health and the {@code cdc} endpoint of the actuator. */
@NullMarked
package dev.corecdc.management.actuator;

import org.jspecify.annotations.NullMarked;
