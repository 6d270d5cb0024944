/** Database servers for tests: a test asks for a kind of server and never learns where the server came from. */
@NullMarked
package dev.corecdc.testing;

import org.jspecify.annotations.NullMarked;
