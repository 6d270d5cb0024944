package dev.corecdc.archfixture.config;

public interface Settings {}
