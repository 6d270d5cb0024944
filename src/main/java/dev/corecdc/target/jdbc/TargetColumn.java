package dev.corecdc.target.jdbc;

/**
 * A column of a table in the database.
 *
 * @param type its type as the driver calls it, in lower case
 * @param size how many bits, digits or characters it has, where its type has that
 * @param scale how many of the digits stand behind the point, where its type has that
 * @param generated whether the database works out its value by itself, so that none may be written
 */
record TargetColumn(String name, String type, int size, int scale, boolean generated) {

    TargetColumn asGenerated() {
        return new TargetColumn(name, type, size, scale, true);
    }
}
