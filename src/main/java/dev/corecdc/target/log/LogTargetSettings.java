package dev.corecdc.target.log;

/** A target of type {@code log} has no settings of its own. */
public record LogTargetSettings() {}
