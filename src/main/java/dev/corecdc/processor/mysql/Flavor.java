package dev.corecdc.processor.mysql;

/** Whose server wrote the log. The two differ in small things. */
enum Flavor {
    MYSQL,
    MARIADB
}
