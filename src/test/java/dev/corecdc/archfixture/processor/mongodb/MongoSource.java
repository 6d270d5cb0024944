package dev.corecdc.archfixture.processor.mongodb;

public interface MongoSource {}
