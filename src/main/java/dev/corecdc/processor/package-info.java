/** The port to a source: how its log is located, opened and read. */
@NullMarked
package dev.corecdc.processor;

import org.jspecify.annotations.NullMarked;
