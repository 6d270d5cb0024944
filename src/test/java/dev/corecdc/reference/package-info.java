/** Makes the reference of all settings, and what Spring Boot's own metadata lacks, from the records that they are bound to. */
@NullMarked
package dev.corecdc.reference;

import org.jspecify.annotations.NullMarked;
