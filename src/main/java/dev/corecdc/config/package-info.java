/** The {@code cdc} section of the configuration: what can be set, and the beans that are made from it. */
@NullMarked
package dev.corecdc.config;

import org.jspecify.annotations.NullMarked;
