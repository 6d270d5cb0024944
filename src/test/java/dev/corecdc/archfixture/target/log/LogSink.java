package dev.corecdc.archfixture.target.log;

public interface LogSink {}
