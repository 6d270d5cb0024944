/** What a user adds to the service: listeners, and a target of one's own. */
@NullMarked
package dev.corecdc.sample;

import org.jspecify.annotations.NullMarked;
