@NullMarked
package dev.corecdc.transform;

import org.jspecify.annotations.NullMarked;
