package dev.corecdc.processor.mysql;

import dev.corecdc.event.DdlSession;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A statement in the log (MySQL Internals: "Query_event").
 *
 * @param database the session's default database, empty when it had none
 * @param sql the statement
 * @param mode how it is to be read
 * @param session who sent it, as far as the event tells
 */
record QueryEvent(String database, String sql, SqlMode mode, DdlSession session) {

    /** Thread id and execution time. */
    private static final int BEFORE_LENGTHS = 8;

    private static final int ERROR_CODE = 2;

    /** Behind the length of the database's name, what the server said, and the length of the status. */
    private static final int LENGTHS_END = BEFORE_LENGTHS + 1 + ERROR_CODE + 2;

    private static final byte[] BEGIN = "BEGIN".getBytes(StandardCharsets.US_ASCII);

    private static final int WORDS_SHOWN = 3;

    /** Whether the statement is BEGIN, as nearly every one of a log is; told without reading anything else of it. */
    static boolean isBegin(byte[] body) {
        int begins = body.length - BEGIN.length;
        return begins > LENGTHS_END
                && Arrays.equals(body, begins, body.length, BEGIN, 0, BEGIN.length)
                && begins
                        == LENGTHS_END
                                + BinaryNumbers.unsigned16(body, LENGTHS_END - 2)
                                + (body[BEFORE_LENGTHS] & 0xff)
                                + 1;
    }

    /** A statement of a session of which no more is known. */
    QueryEvent(String database, String sql, SqlMode mode) {
        this(database, sql, mode, session(database, null, null));
    }

    private static DdlSession session(String database, @Nullable Long mode, @Nullable String timeZone) {
        return new DdlSession(database.isEmpty() ? null : database, mode, timeZone);
    }

    static QueryEvent parse(byte[] body) {
        EventBytes bytes = new EventBytes(body);
        bytes.skip(BEFORE_LENGTHS);
        int databaseLength = bytes.unsigned8();
        bytes.skip(ERROR_CODE);
        StatusVariables status = StatusVariables.read(bytes.part((int) bytes.unsigned(2)));
        String database = new String(bytes.copy(databaseLength), StandardCharsets.UTF_8);
        bytes.skip(1); // NUL
        byte[] sql = bytes.copy(body.length - bytes.position());
        DdlSession session = session(database, status.modeBits(), status.timeZone());
        return new QueryEvent(database, text(sql, status.charset()), status.mode(), session);
    }

    /** The first words, before any value, which may be secret. */
    String beginning() {
        SqlText text = new SqlText(sql, mode);
        StringJoiner words = new StringJoiner(" ");
        for (int i = 0; i < WORDS_SHOWN && !text.atEnd(); i++) {
            SqlText.Token word = text.take();
            boolean isName = word.quote() == 0 ? Character.isLetter(word.text().charAt(0)) : word.quote() == '`';
            if (!isName) {
                break;
            }
            words.add(word.text());
        }
        return words.toString();
    }

    /** The character set of the session that sent the statement of the event. */
    static CharacterSet charsetOf(byte[] body) {
        EventBytes bytes = new EventBytes(body);
        bytes.skip(BEFORE_LENGTHS + 1 + ERROR_CODE);
        return StatusVariables.read(bytes.part((int) bytes.unsigned(2))).charset();
    }

    /** What the server said of the statement of the event; 0 when it succeeded. */
    static int errorOf(byte[] body) {
        EventBytes bytes = new EventBytes(body);
        bytes.skip(BEFORE_LENGTHS + 1);
        return (int) bytes.unsigned(ERROR_CODE);
    }

    /** The character set of databases that are made without one; null when the event does not tell. */
    static @Nullable String serverCharsetOf(byte[] body) {
        EventBytes bytes = new EventBytes(body);
        bytes.skip(BEFORE_LENGTHS + 1 + ERROR_CODE);
        return StatusVariables.read(bytes.part((int) bytes.unsigned(2))).serverCharset();
    }

    /** A statement in a character set; one that is not in it is read as far as it can be. */
    static String text(byte[] sql, CharacterSet charset) {
        try {
            return charset.decode(sql, 0, sql.length);
        } catch (UndecodableEventException e) {
            return new String(sql, StandardCharsets.UTF_8); // no text at all: still nothing that may stop the log
        }
    }
}
