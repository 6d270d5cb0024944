/** How fast changes are read and delivered, beside others that do the same. Not a part of the tests; see the profile {@code bench}. */
@NullMarked
package dev.corecdc.bench;

import org.jspecify.annotations.NullMarked;
