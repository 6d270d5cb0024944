/** Files that survive a crash and are not written by two processes. JDK only. */
@NullMarked
package dev.corecdc.disk;

import org.jspecify.annotations.NullMarked;
