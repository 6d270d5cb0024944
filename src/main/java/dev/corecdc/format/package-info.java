/** Turns changes into bytes. */
@NullMarked
package dev.corecdc.format;

import org.jspecify.annotations.NullMarked;
