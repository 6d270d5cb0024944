/** The port to where positions are kept across restarts. */
@NullMarked
package dev.corecdc.checkpoint;

import org.jspecify.annotations.NullMarked;
