/** Runs multi-threaded code in virtual time, one thread at a time, in an order that a seed gives. */
@NullMarked
package dev.corecdc.testing.simulation;

import org.jspecify.annotations.NullMarked;
