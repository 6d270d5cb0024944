@NullMarked
package dev.corecdc.management.rest;

import org.jspecify.annotations.NullMarked;
