/** Keeps a copy of the tables in a relational database: targets of {@code type: jdbc}. */
@NullMarked
package dev.corecdc.target.jdbc;

import org.jspecify.annotations.NullMarked;
