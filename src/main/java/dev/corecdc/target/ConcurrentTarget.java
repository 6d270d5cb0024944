package dev.corecdc.target;

/** A target that may be called from several threads at once, by different processors. */
public interface ConcurrentTarget extends Target {}
