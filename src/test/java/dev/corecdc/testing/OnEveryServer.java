package dev.corecdc.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs a test once on MySQL and once on MariaDB. The method takes a {@link ServerKind} and asks it for a server; the run on
 * a kind that this machine does not have is skipped by name.
 *
 * @see OnEveryVersion
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@EnumSource(names = {"MYSQL", "MARIADB"})
public @interface OnEveryServer {}
