package dev.corecdc.archfixture.target.file;

public interface FileSink {}
