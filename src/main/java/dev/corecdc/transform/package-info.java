/** The port to transforms, which change or leave out records on their way, and the built-in ones. */
@NullMarked
package dev.corecdc.transform;

import org.jspecify.annotations.NullMarked;
