package dev.corecdc.processor.mysql;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a column where the log does not say it.
 *
 * @param type as a table map will have it
 * @param unsigned whether a numeric column is declared UNSIGNED
 * @param charset the name of its character set; null where it has none, and for a text of which it is not known
 * @param nullable whether it can be null; null where that is not known
 * @param labels of an ENUM or SET, in their order
 */
record ColumnShape(
        String name,
        LoggedType type,
        boolean unsigned,
        @Nullable String charset,
        @Nullable Boolean nullable,
        List<String> labels) {

    /** Character sets that have no single bytes. */
    private static final Set<String> WIDE = Set.of("ucs2", "utf16", "utf16le", "utf32");

    ColumnShape {
        labels = List.copyOf(labels);
    }

    ColumnShape named(String newName) {
        return new ColumnShape(newName, type, unsigned, charset, nullable, labels);
    }

    ColumnShape notNull() {
        return new ColumnShape(name, type, unsigned, charset, false, labels);
    }

    /**
     * The column behind CONVERT TO CHARACTER SET. A TEXT is made larger where its characters take more bytes in the new one; both servers do so.
     */
    ColumnShape convertedTo(String newCharset) throws NotFollowedException {
        if (!type.hasText() || "binary".equals(charset)) {
            return this;
        }
        if (charset == null || newCharset.equals("binary") || type.code() == LoggedType.BLOB_COMPRESSED) {
            throw new NotFollowedException("what becomes of column '%s' is not certain".formatted(name));
        }
        boolean ascii = labels.stream().allMatch(label -> label.chars().allMatch(c -> c < 0x80));
        if (type.hasLabels() && (!ascii || WIDE.contains(newCharset))) { // the servers keep the bytes of labels
            throw new NotFollowedException("what becomes of the labels of column '%s' is not certain".formatted(name));
        }
        int before = CharacterSets.bytesOfCharacter(charset);
        int after = CharacterSets.bytesOfCharacter(newCharset);
        LoggedType converted =
                switch (type.code()) {
                    case LoggedType.ENUM, LoggedType.SET -> type;
                    case LoggedType.BLOB ->
                        new LoggedType(type.code(), Math.min(4, type.metadata() + (after > before ? 1 : 0)));
                    default -> new LoggedType(type.code(), type.metadata() / before * after);
                };
        return new ColumnShape(name, converted, unsigned, newCharset, nullable, labels);
    }
}
