/** What happened in a source, and where in its log. */
@NullMarked
package dev.corecdc.event;

import org.jspecify.annotations.NullMarked;
