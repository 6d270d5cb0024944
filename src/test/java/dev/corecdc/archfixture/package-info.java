/**
 * A service in miniature that breaks each rule of the architecture once, so that each rule is seen to fail. A type that
 * breaks one is called after what it must not know.
 */
@NullMarked
package dev.corecdc.archfixture;

import org.jspecify.annotations.NullMarked;
