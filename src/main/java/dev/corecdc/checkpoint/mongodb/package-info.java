/** Keeps checkpoints in MongoDB, for one service of a name at a time: {@code cdc.checkpoint.type: mongodb}. */
@NullMarked
package dev.corecdc.checkpoint.mongodb;

import org.jspecify.annotations.NullMarked;
