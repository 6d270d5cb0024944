/** Follows the change streams of a MongoDB replica set or sharded cluster. The only processor package that knows the MongoDB driver. */
@NullMarked
package dev.corecdc.processor.mongodb;

import org.jspecify.annotations.NullMarked;
