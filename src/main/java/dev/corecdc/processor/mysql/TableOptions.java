package dev.corecdc.processor.mysql;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What ALTER TABLE says beside columns and keys: of all of it only the character set of columns to come matters. What is not known to be harmless
 * is refused.
 */
final class TableOptions {

    /** With what a part begins that leaves the columns as they are. */
    private static final Set<String> HARMLESS = Set.of(
            "ENGINE",
            "COMMENT",
            "AUTO_INCREMENT",
            "AVG_ROW_LENGTH",
            "CHECKSUM",
            "ROW_FORMAT",
            "KEY_BLOCK_SIZE",
            "ALGORITHM",
            "LOCK",
            "FORCE",
            "ORDER",
            "ENABLE",
            "DISABLE",
            "WITHOUT",
            "WITH",
            "DISCARD",
            "IMPORT",
            "STATS_AUTO_RECALC",
            "STATS_PERSISTENT",
            "STATS_SAMPLE_PAGES",
            "MAX_ROWS",
            "MIN_ROWS",
            "PACK_KEYS",
            "DELAY_KEY_WRITE",
            "COMPRESSION",
            "ENCRYPTION",
            "TABLESPACE",
            "PARTITION",
            "REMOVE",
            "TRUNCATE",
            "COALESCE",
            "REORGANIZE",
            "EXCHANGE",
            "ANALYZE",
            "CHECK",
            "OPTIMIZE",
            "REBUILD",
            "REPAIR",
            "SECONDARY_ENGINE",
            "SECONDARY_LOAD",
            "SECONDARY_UNLOAD",
            "PAGE_CHECKSUM",
            "TRANSACTIONAL",
            "NOWAIT",
            "PAGE_COMPRESSED",
            "PAGE_COMPRESSION_LEVEL",
            "ENCRYPTED",
            "ENCRYPTION_KEY_ID",
            "INSERT_METHOD");

    private static final Set<String> OF_CHARSET = Set.of("CHARACTER", "CHARSET", "COLLATE");

    private final SqlText text;
    private @Nullable String charset;
    private boolean changed;

    /** @param charset of the table before; null where it is not known */
    TableOptions(SqlText text, @Nullable String charset) {
        this.text = text;
        this.charset = charset;
    }

    /** The character set of columns that name none, by what has been taken. */
    @Nullable
    String charset() {
        return charset;
    }

    /** Whether it has been named. */
    boolean changesCharset() {
        return changed;
    }

    /** Takes one, up to the next comma, or to a character set that follows without one. */
    void take() throws NotFollowedException {
        String word = text.keyword();
        if (word.equals("DEFAULT") || OF_CHARSET.contains(word)) {
            takeCharset();
            return;
        }
        if (!HARMLESS.contains(word)) {
            throw Names.unexpected(text);
        }
        boolean partition = false;
        while (!text.atEnd() && (partition || !text.peek().is(","))) {
            partition |= text.peek().is("PARTITION"); // whose list has commas, and is the last part
            if (text.skip("SYSTEM", "VERSIONING", "PERIOD", "CONVERT")) {
                throw new NotFollowedException("a change of versioning or partitions is not understood");
            }
            text.take();
            if (OF_CHARSET.contains(text.keyword())) {
                return;
            }
        }
    }

    private void takeCharset() throws NotFollowedException {
        text.skip("DEFAULT");
        if (text.skip("COLLATE")) {
            text.skip("=");
            String ofCollation = Names.charsetOfCollation(text.take().text());
            charset = ofCollation == null ? charset : ofCollation;
            changed = true;
        } else {
            takeCharacterSet();
        }
    }

    /** Takes CHARACTER SET and its name, which it gives. */
    String takeCharacterSet() throws NotFollowedException {
        if (!text.skip("CHARSET") && !(text.skip("CHARACTER") && text.skip("SET"))) {
            throw Names.unexpected(text);
        }
        String named = Names.charset(text);
        charset = named;
        changed = true;
        return named;
    }
}
