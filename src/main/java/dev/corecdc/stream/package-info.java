/** The engine: drives each processor's stream to its targets, and lets people look at it and steer it. */
@NullMarked
package dev.corecdc.stream;

import org.jspecify.annotations.NullMarked;
