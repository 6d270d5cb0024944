package dev.corecdc.archfixture.event;

public interface Change {}
