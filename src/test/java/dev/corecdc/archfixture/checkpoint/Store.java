package dev.corecdc.archfixture.checkpoint;

public interface Store {}
