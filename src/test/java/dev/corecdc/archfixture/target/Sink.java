package dev.corecdc.archfixture.target;

public interface Sink {}
