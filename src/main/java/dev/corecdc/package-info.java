/** The service as a program: it follows the logs of database servers and hands every committed change to targets. */
@NullMarked
package dev.corecdc;

import org.jspecify.annotations.NullMarked;
