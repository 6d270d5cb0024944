/** The whole program as its users run it: a process of its own, its configuration, its output. */
@NullMarked
package dev.corecdc.service;

import org.jspecify.annotations.NullMarked;
