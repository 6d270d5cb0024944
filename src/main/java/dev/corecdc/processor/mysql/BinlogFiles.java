package dev.corecdc.processor.mysql;

/** The names of binlog files: a base name and a number that grows, as in {@code binlog.000012}. */
final class BinlogFiles {

    private BinlogFiles() {}

    static String baseName(String file) {
        return file.substring(0, file.lastIndexOf('.') + 1);
    }

    /** @throws IllegalArgumentException when {@code file} is not the name of a binlog file */
    static long number(String file) {
        String number = file.substring(file.lastIndexOf('.') + 1);
        if (number.length() == file.length() || !number.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("'%s' is not the name of a binlog file".formatted(file));
        }
        return Long.parseLong(number);
    }

    /** Whether a file was begun before another one of the same log, by their names. */
    static boolean precedes(String file, String other) {
        return baseName(file).equals(baseName(other)) && number(file) < number(other);
    }
}
