/** The API under {@code /api}, and the form in which all errors are told over HTTP. */
@NullMarked
package dev.corecdc.management.rest;

import org.jspecify.annotations.NullMarked;
