package dev.corecdc.archfixture.management;

public interface Page {}
