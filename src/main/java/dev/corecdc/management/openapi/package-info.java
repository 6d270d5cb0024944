/** The description of the API, served under {@code /api/openapi}. */
@NullMarked
package dev.corecdc.management.openapi;

import org.jspecify.annotations.NullMarked;
