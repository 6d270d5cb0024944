/** The right of one service at a time to use a place in a database, and to deliver. */
@NullMarked
package dev.corecdc.lease;

import org.jspecify.annotations.NullMarked;
