package dev.corecdc.target.jdbc;

import dev.corecdc.target.jdbc.JdbcTargetSettings.ZeroDates;
import java.util.List;

/** The kinds of database that can be written to. */
final class Dialects {

    private Dialects() {}

    /**
     * The dialect of a URL.
     *
     * @throws IllegalArgumentException when there is none; the message names the key
     */
    static Dialect of(String url, ZeroDates zeroDates) {
        StandardValues values = new StandardValues(zeroDates);
        return List.of(
                        new MySqlDialect(),
                        new PostgreSqlDialect(values),
                        new H2Dialect(values),
                        new DuckDbDialect(values),
                        new SnowflakeDialect(values))
                .stream()
                .filter(dialect -> url.startsWith(dialect.urlPrefix()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'jdbc.url' must begin with jdbc:mysql: (MariaDB too), jdbc:postgresql:, jdbc:duckdb:,"
                                + " jdbc:snowflake: or jdbc:h2:"));
    }
}
