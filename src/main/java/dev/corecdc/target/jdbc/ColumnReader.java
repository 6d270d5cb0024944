package dev.corecdc.target.jdbc;

import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Declaration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A column as CREATE TABLE and ALTER TABLE define it (MySQL Reference Manual: "CREATE TABLE Statement"). What is not known is refused. */
final class ColumnReader {

    /** Attributes of a single word that change nothing in a copy, where every row gives its values. */
    private static final Set<String> HARMLESS =
            Set.of("VIRTUAL", "STORED", "PERSISTENT", "INVISIBLE", "VISIBLE", "SIGNED", "FIRST");

    /** The same, of a word and what belongs to it. */
    private static final Set<String> WITH_VALUE = Set.of("COMMENT", "COLUMN_FORMAT", "STORAGE", "SRID", "AFTER");

    private final DdlWords words;
    private final long mode;
    private final String name;

    private Column type = new Column("", ColumnType.TEXT, false);
    private boolean unsigned;
    private @Nullable Boolean nullable;
    private DefaultValue defaultValue = DefaultValue.NONE;
    private DefinedColumn.Key key = DefinedColumn.Key.NONE;
    private boolean generated;
    private boolean numbered;
    private boolean bytes;

    private ColumnReader(DdlWords words, long mode, String name) {
        this.words = words;
        this.mode = mode;
        this.name = name;
    }

    /** Takes the name and all that follows it, up to a comma or a parenthesis that the definition has not opened, or the end. */
    static DefinedColumn take(DdlWords words, long mode) throws UntranslatableDdlException {
        return new ColumnReader(words, mode, words.name()).take();
    }

    private DefinedColumn take() throws UntranslatableDdlException {
        if (words.skip("SERIAL")) {
            type = new Column("", ColumnType.BIGINT, true, new Declaration("bigint", 0, false, List.of()));
            unsigned = true;
            nullable = false;
            key = DefinedColumn.Key.UNIQUE;
            numbered = true;
        } else {
            type = new TypeReader(words, mode).take();
        }
        while (!words.atEndOfPart()) {
            takeAttribute();
        }
        return new DefinedColumn(column(), nullable, defaultValue, key, generated, numbered);
    }

    private Column column() {
        Declaration declared = type.declaration();
        ColumnType kind = bytes && type.type() == ColumnType.TEXT ? ColumnType.BINARY : type.type();
        String text = kind == type.type() ? declared.type() : binary(declared.type());
        return new Column(
                name,
                kind,
                unsigned,
                new Declaration(
                        unsigned ? text + " unsigned" : text,
                        kind == ColumnType.BINARY ? 0 : declared.length(),
                        !Boolean.FALSE.equals(nullable) && key != DefinedColumn.Key.PRIMARY,
                        declared.labels()));
    }

    /** A text of bytes is no text. */
    private static String binary(String text) {
        return text.replace("varchar", "varbinary")
                .replaceFirst("^char", "binary")
                .replace("text", "blob");
    }

    private void takeAttribute() throws UntranslatableDdlException {
        String word = words.keyword();
        words.take();
        if (HARMLESS.contains(word)) {
            return;
        } else if (WITH_VALUE.contains(word)) {
            words.take();
            return;
        }
        switch (word) {
            case "UNSIGNED", "ZEROFILL" -> unsigned = true;
            case "NULL" -> nullable = true;
            case "NOT" -> {
                words.require("NULL");
                nullable = false;
            }
            case "PRIMARY" -> {
                words.skip("KEY");
                key = DefinedColumn.Key.PRIMARY;
            }
            case "KEY" -> key = DefinedColumn.Key.PRIMARY;
            case "UNIQUE" -> {
                words.skip("KEY");
                key = key == DefinedColumn.Key.PRIMARY ? key : DefinedColumn.Key.UNIQUE;
            }
            case "AUTO_INCREMENT" -> numbered = true;
            case "BYTE" -> bytes = true;
            case "BINARY", "ASCII", "UNICODE" -> {} // of how texts are compared, or held
            case "COMPRESSED" -> takeCompression();
            case "CHARSET" -> takeCharset();
            case "CHARACTER" -> {
                words.require("SET");
                takeCharset();
            }
            case "COLLATE" -> words.take();
            case "SERIAL" -> {
                words.require("DEFAULT");
                words.require("VALUE");
                nullable = false;
                key = DefinedColumn.Key.UNIQUE;
                numbered = true;
            }
            case "DEFAULT" -> defaultValue = DefaultValue.take(words);
            case "ON" -> {
                words.require("UPDATE");
                DefaultValue.take(words);
            }
            case "GENERATED" -> {
                words.require("ALWAYS");
                words.require("AS");
                takeGenerated();
            }
            case "AS" -> takeGenerated();
            case "CONSTRAINT" -> {
                if (!words.is("CHECK")) {
                    words.take();
                }
            }
            case "CHECK" -> {
                words.skipParentheses();
                takeEnforcement();
            }
            case "REFERENCES" -> takeReference();
            default ->
                throw new UntranslatableDdlException("'%s' of the column '%s' is not understood".formatted(word, name));
        }
    }

    private void takeCharset() {
        words.skip("=");
        bytes = words.take().text().toLowerCase(Locale.ROOT).equals("binary");
    }

    private void takeCompression() {
        if (words.skip("=")) {
            words.take();
        }
    }

    /** MariaDB's versioned tables have {@code AS ROW START}. */
    private void takeGenerated() throws UntranslatableDdlException {
        if (!words.is("(")) {
            throw words.unexpected();
        }
        words.skipParentheses();
        generated = true;
    }

    private void takeEnforcement() {
        if (words.skipAll("NOT", "ENFORCED")) {
            return;
        }
        words.skip("ENFORCED");
    }

    /** Some versions of the servers heed it here, and some read over it: so only what changes no row is left out. */
    private void takeReference() throws UntranslatableDdlException {
        words.name();
        if (words.skip(".")) {
            words.name();
        }
        if (words.is("(")) {
            words.skipParentheses();
        }
        if (words.is("ON") || words.is("MATCH")) {
            throw new UntranslatableDdlException(
                    "what REFERENCES says within a column depends on the version of the server");
        }
    }
}
