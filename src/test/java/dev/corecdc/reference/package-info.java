/** Makes the reference of all settings, and Spring Boot's additional metadata, from the source, and holds the documents against it. */
@NullMarked
package dev.corecdc.reference;

import org.jspecify.annotations.NullMarked;
