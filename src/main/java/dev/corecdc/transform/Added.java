package dev.corecdc.transform;

/** A field of a fixed text. */
record Added(String name, String value) {}
