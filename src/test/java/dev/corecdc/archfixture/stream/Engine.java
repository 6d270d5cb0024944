package dev.corecdc.archfixture.stream;

public interface Engine {}
