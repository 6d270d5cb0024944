package dev.corecdc.processor.mysql;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column as CREATE TABLE and ALTER TABLE define it (MySQL Reference Manual: "CREATE TABLE Statement"). What is not known to be
 * harmless is refused.
 *
 * @param charset the character set that it names itself
 * @param nullable null where that is not said, or left to settings of the session
 * @param key of which it is the only column
 * @param virtual whether it is computed when it is read
 * @param place where it goes; null where that is not said
 */
record ColumnDefinition(
        String name,
        DeclaredType type,
        boolean unsigned,
        @Nullable String charset,
        @Nullable Boolean nullable,
        Key key,
        boolean virtual,
        @Nullable Place place) {

    /** A key that the column itself says. */
    enum Key {
        NONE,
        UNIQUE,
        PRIMARY
    }

    /**
     * Where ALTER TABLE puts a column.
     *
     * @param after the name of the column before it; null for the first place
     */
    record Place(@Nullable String after) {}

    /** Attributes of a single word that change nothing here. */
    private static final Set<String> HARMLESS =
            Set.of("AUTO_INCREMENT", "VIRTUAL", "INVISIBLE", "VISIBLE", "SIGNED", "BINARY");

    /** Attributes of a word and what belongs to it. */
    private static final Set<String> WITH_VALUE = Set.of("COMMENT", "COLUMN_FORMAT", "STORAGE", "SRID");

    /** Takes the name and all that follows it, up to a comma or a parenthesis that the definition has not opened, or the end. */
    static ColumnDefinition take(SqlText text) throws NotFollowedException {
        String name = Names.take(text);
        DeclaredType type = DeclaredType.take(text);
        Attributes attributes = new Attributes(text, type);
        attributes.takeAll();
        return new ColumnDefinition(
                name,
                type,
                attributes.unsigned,
                attributes.charset,
                attributes.nullable(),
                attributes.key,
                attributes.virtual,
                attributes.place);
    }

    /**
     * The column in a table.
     *
     * @param tableCharset of the table; null where it is not known
     */
    ColumnShape in(@Nullable String tableCharset, Flavor flavor) throws NotFollowedException {
        String characters = type.fixedCharset(flavor);
        if (type.hasCharset()) {
            characters = charset == null ? tableCharset : charset;
            requireAscii(characters);
        }
        return new ColumnShape(name, type.logged(flavor, characters), unsigned, characters, nullable, type.labels());
    }

    /** What of a label another character set does not have is lost. */
    private void requireAscii(@Nullable String characters) throws NotFollowedException {
        boolean ascii = type.labels().stream().allMatch(label -> label.chars().allMatch(c -> c < 0x80));
        if (!ascii && (characters == null || !characters.startsWith("utf8mb4"))) {
            throw new NotFollowedException("labels of column '%s' may not be in its character set".formatted(name));
        }
    }

    /** Takes the attributes of a column one by one. */
    private static final class Attributes {

        private final SqlText text;
        private boolean unsigned;
        private @Nullable String charset;
        private @Nullable Boolean declaredNullable;
        private Key key = Key.NONE;
        private boolean virtual;
        private @Nullable Place place;
        private final boolean timestamp;

        Attributes(SqlText text, DeclaredType type) {
            this.text = text;
            this.timestamp = type.word().equals("TIMESTAMP");
        }

        /** A TIMESTAMP can be NOT NULL by itself ({@code explicit_defaults_for_timestamp}). */
        @Nullable
        Boolean nullable() {
            if (key == Key.PRIMARY) {
                return false;
            }
            if (declaredNullable == null && !timestamp) {
                return true;
            }
            return declaredNullable;
        }

        void takeAll() throws NotFollowedException {
            while (!text.atEnd() && !text.peek().is(",") && !text.peek().is(")")) {
                takeOne();
            }
        }

        private void takeOne() throws NotFollowedException {
            String word = text.keyword();
            text.take();
            if (HARMLESS.contains(word)) {
                return;
            }
            if (WITH_VALUE.contains(word)) {
                text.take();
                return;
            }
            switch (word) {
                case "UNSIGNED", "ZEROFILL" -> unsigned = true;
                case "NULL" -> declaredNullable = true;
                case "NOT" -> {
                    require("NULL");
                    declaredNullable = false;
                }
                case "PRIMARY" -> {
                    text.skip("KEY");
                    key = Key.PRIMARY;
                }
                case "KEY" -> key = Key.PRIMARY;
                case "UNIQUE" -> {
                    text.skip("KEY");
                    key = key == Key.PRIMARY ? key : Key.UNIQUE;
                }
                case "CHARSET" -> charset = Names.charset(text);
                case "CHARACTER" -> {
                    require("SET");
                    charset = Names.charset(text);
                }
                case "COLLATE" -> {
                    String ofCollation = Names.charsetOfCollation(text.take().text());
                    charset = charset == null ? ofCollation : charset;
                }
                case "DEFAULT" -> takeDefault();
                case "ON" -> {
                    require("UPDATE");
                    takeValue();
                }
                case "GENERATED" -> {
                    require("ALWAYS");
                    require("AS");
                    takeParentheses();
                    virtual = true;
                }
                case "AS" -> {
                    takeParentheses();
                    virtual = true;
                }
                case "STORED", "PERSISTENT" -> virtual = false;
                case "CONSTRAINT" -> {
                    if (!text.peek().is("CHECK")) {
                        text.take();
                    }
                }
                case "CHECK" -> takeParentheses();
                case "FIRST" -> place = new Place(null);
                case "AFTER" -> place = new Place(Names.take(text));
                default -> throw new NotFollowedException("'%s' is not understood".formatted(word));
            }
        }

        private void takeDefault() throws NotFollowedException {
            if (text.peek().is("(")) {
                takeParentheses();
            } else {
                takeValue();
            }
        }

        /** A literal, or a function with its arguments. */
        private void takeValue() throws NotFollowedException {
            text.skip("-", "+");
            SqlText.Token token = text.take();
            if (token.quote() == 0) {
                takeRestOf(token.text());
            }
            while (text.peek().quote() == '\'' || text.peek().quote() == '"') {
                text.take();
            }
            if (text.peek().is("(")) {
                takeParentheses();
            }
        }

        /** A number such as 1.5e-3 is several tokens. */
        private void takeRestOf(String begun) {
            String last = begun;
            boolean number = begun.equals(".") || Character.isDigit(begun.charAt(0));
            while (number
                    && (text.peek().is(".")
                            || last.equals(".")
                            || (last.toLowerCase(Locale.ROOT).endsWith("e") && isSign()))) {
                last = text.take().text();
                if (last.equals("-") || last.equals("+")) {
                    text.take();
                    return;
                }
            }
        }

        private boolean isSign() {
            return text.peek().is("-") || text.peek().is("+");
        }

        private void takeParentheses() throws NotFollowedException {
            if (!text.peek().is("(")) {
                throw Names.unexpected(text);
            }
            Names.skipParentheses(text);
        }

        private void require(String word) throws NotFollowedException {
            if (!text.skip(word)) {
                throw Names.unexpected(text);
            }
        }
    }
}
