/** MySQL and MariaDB: their binlogs are located, read and decoded here, and nowhere else. */
@NullMarked
package dev.corecdc.processor.mysql;

import org.jspecify.annotations.NullMarked;
