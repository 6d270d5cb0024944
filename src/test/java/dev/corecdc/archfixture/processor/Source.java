package dev.corecdc.archfixture.processor;

public interface Source {}
