/** Posts records to a web server, a request a batch: targets of {@code type: http}. */
@NullMarked
package dev.corecdc.target.http;

import org.jspecify.annotations.NullMarked;
