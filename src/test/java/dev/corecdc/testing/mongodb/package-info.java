/**
 * A replica set for tests: a stand-in in memory, and real servers where a container engine can start them. No class of this
 * package is a database; what the stand-in is faithful to and what it is not is written in {@code src/docs/mongodb-stand-in.md}.
 */
@NullMarked
package dev.corecdc.testing.mongodb;

import org.jspecify.annotations.NullMarked;
