/** Prints records: targets of {@code type: log}. */
@NullMarked
package dev.corecdc.target.log;

import org.jspecify.annotations.NullMarked;
