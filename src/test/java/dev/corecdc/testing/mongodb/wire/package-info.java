/** What a server of MongoDB's wire protocol needs below its commands: frames, BSON, connections. A part of the stand-in for tests. */
@NullMarked
package dev.corecdc.testing.mongodb.wire;

import org.jspecify.annotations.NullMarked;
