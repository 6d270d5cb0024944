package dev.corecdc.testing.mongodb;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs a test once on the stand-in and once on each real MongoDB. The method takes a {@link MongoKind} and asks it for a server;
 * the run on a server that this machine does not have is skipped by name. A test that needs a lever of the stand-in uses an
 * {@link InMemoryReplicaSet} of its own instead.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@EnumSource(MongoKind.class)
public @interface OnEveryMongo {}
