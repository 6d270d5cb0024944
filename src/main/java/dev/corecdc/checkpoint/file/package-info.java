/** Keeps checkpoints in files: {@code cdc.checkpoint.type: file}. */
@NullMarked
package dev.corecdc.checkpoint.file;

import org.jspecify.annotations.NullMarked;
