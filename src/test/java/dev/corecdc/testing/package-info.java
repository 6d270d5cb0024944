/**
 * What tests share: processors, targets and stores that do as they are told, the engine without Spring, and database servers, of
 * which a test never learns where they came from.
 */
@NullMarked
package dev.corecdc.testing;

import org.jspecify.annotations.NullMarked;
