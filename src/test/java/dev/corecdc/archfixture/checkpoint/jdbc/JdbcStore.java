package dev.corecdc.archfixture.checkpoint.jdbc;

public interface JdbcStore {}
