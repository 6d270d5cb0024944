@NullMarked
package dev.corecdc.config;

import org.jspecify.annotations.NullMarked;
