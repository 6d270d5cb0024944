/** Keeps checkpoints in a relational database, for one service of a name at a time: {@code cdc.checkpoint.type: jdbc}. */
@NullMarked
package dev.corecdc.checkpoint.jdbc;

import org.jspecify.annotations.NullMarked;
