/** Writes records to a file, a line each: targets of {@code type: file}. */
@NullMarked
package dev.corecdc.target.file;

import org.jspecify.annotations.NullMarked;
