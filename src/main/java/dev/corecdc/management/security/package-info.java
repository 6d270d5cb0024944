/** Who may see and do what over HTTP. */
@NullMarked
package dev.corecdc.management.security;

import org.jspecify.annotations.NullMarked;
