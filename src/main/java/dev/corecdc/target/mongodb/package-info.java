/** The target type {@code mongodb}: a copy of tables, or of collections, in MongoDB. The only target package that knows the MongoDB driver. */
@NullMarked
package dev.corecdc.target.mongodb;

import org.jspecify.annotations.NullMarked;
