/** Who may import whom. */
@NullMarked
package dev.corecdc.architecture;

import org.jspecify.annotations.NullMarked;
