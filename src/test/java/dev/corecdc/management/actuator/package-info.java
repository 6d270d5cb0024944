@NullMarked
package dev.corecdc.management.actuator;

import org.jspecify.annotations.NullMarked;
