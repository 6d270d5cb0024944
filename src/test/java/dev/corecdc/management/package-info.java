/** The management on real streams over a scripted source. */
@NullMarked
package dev.corecdc.management;

import org.jspecify.annotations.NullMarked;
