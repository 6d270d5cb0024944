package dev.corecdc.target.jdbc;

import java.util.Set;

/** What follows the columns of CREATE TABLE: how the server keeps the table, which a copy does in its own way. */
final class TableOptions {

    /** What makes other rows or columns than the statement lists. */
    private static final Set<String> REFUSED =
            Set.of("VERSIONING", "SELECT", "AS", "VALUES", "WITH", "IGNORE", "REPLACE");

    private final DdlWords words;

    TableOptions(DdlWords words) {
        this.words = words;
    }

    /** Takes them; gives the ENGINE, an empty text where none is named. */
    String takeAll() throws UntranslatableDdlException {
        String engine = "";
        while (!words.atEnd() && !words.is(";")) {
            if (words.is("(")) {
                words.skipParentheses();
            } else if (words.skipAll("PARTITION", "BY")) {
                skipPartitions();
            } else if (words.skip("ENGINE", "TYPE")) {
                words.skip("=");
                engine = words.take().text();
            } else if (words.skip("CHARSET", "COLLATE") || words.skipAll("CHARACTER", "SET")) {
                words.skip("=");
                if (words.keyword().equals("BINARY")) {
                    throw words.unexpected(); // makes texts bytes
                }
                words.take();
            } else if (REFUSED.contains(words.keyword())) {
                throw words.unexpected();
            } else {
                words.take();
            }
        }
        return engine;
    }

    private void skipPartitions() throws UntranslatableDdlException {
        while (!words.atEnd() && !words.is(";")) {
            if (words.is("(")) {
                words.skipParentheses();
            } else {
                words.take();
            }
        }
    }
}
