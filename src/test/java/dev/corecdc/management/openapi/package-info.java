@NullMarked
package dev.corecdc.management.openapi;

import org.jspecify.annotations.NullMarked;
