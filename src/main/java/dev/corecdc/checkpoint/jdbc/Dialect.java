package dev.corecdc.checkpoint.jdbc;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;

/** What differs from one kind of database to the other. */
enum Dialect {
    /** MySQL, and MariaDB by the same driver. Names are compared byte by byte. */
    MYSQL("jdbc:mysql:", "LONGTEXT", " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin") {
        @Override
        Map<String, Object> limits(Duration connect) {
            return Map.of("connectTimeout", connect.toMillis());
        }
    },
    POSTGRESQL("jdbc:postgresql:", "TEXT", "") {
        @Override
        Map<String, Object> limits(Duration connect) {
            long seconds = Math.max(1, connect.toSeconds());
            return Map.of("connectTimeout", seconds, "loginTimeout", seconds);
        }
    },
    H2("jdbc:h2:", "CHARACTER LARGE OBJECT", "") {
        @Override
        Map<String, Object> limits(Duration connect) {
            return Map.of();
        }
    };

    private final String prefix;
    private final String text;
    private final String options;

    Dialect(String prefix, String text, String options) {
        this.prefix = prefix;
        this.text = text;
        this.options = options;
    }

    /**
     * The dialect of a URL.
     *
     * @throws IllegalArgumentException when there is none; the message names the key
     */
    static Dialect of(String url) {
        return Arrays.stream(values())
                .filter(dialect -> url.startsWith(dialect.prefix))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'jdbc.url' must begin with jdbc:mysql: (MariaDB too), jdbc:postgresql: or jdbc:h2:"));
    }

    /** The properties by which the driver gives up connecting. */
    abstract Map<String, Object> limits(Duration connect);

    Properties properties(Duration connect) {
        Properties properties = new Properties();
        limits(connect).forEach((name, value) -> properties.setProperty(name, value.toString()));
        return properties;
    }

    /** The type of a column for text of any length. */
    String text() {
        return text;
    }

    /** What ends a {@code CREATE TABLE}. */
    String options() {
        return options;
    }
}
