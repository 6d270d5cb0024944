/** How people and machines look at the streams and steer them. */
@NullMarked
package dev.corecdc.management;

import org.jspecify.annotations.NullMarked;
