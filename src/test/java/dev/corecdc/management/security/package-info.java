@NullMarked
package dev.corecdc.management.security;

import org.jspecify.annotations.NullMarked;
