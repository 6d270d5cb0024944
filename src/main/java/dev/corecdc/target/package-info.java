/** The port to a target: where changes are delivered. */
@NullMarked
package dev.corecdc.target;

import org.jspecify.annotations.NullMarked;
