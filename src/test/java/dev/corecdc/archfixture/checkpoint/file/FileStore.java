package dev.corecdc.archfixture.checkpoint.file;

public interface FileStore {}
