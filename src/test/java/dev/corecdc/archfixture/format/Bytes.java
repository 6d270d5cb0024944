package dev.corecdc.archfixture.format;

public interface Bytes {}
