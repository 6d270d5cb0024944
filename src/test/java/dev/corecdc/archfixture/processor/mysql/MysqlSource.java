package dev.corecdc.archfixture.processor.mysql;

public interface MysqlSource {}
