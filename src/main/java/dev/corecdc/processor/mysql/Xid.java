package dev.corecdc.processor.mysql;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identifier of an XA transaction. Two are the same when their two texts are: no server lets identifiers be in use that differ in nothing
 * but the number of their format.
 *
 * @param gtrid the global part, in hexadecimal digits
 * @param bqual the branch, in hexadecimal digits
 * @param formatId the number of the format, 0 to 4294967295
 */
record Xid(String gtrid, String bqual, long formatId) {

    /** How the servers write it into their logs, whatever its bytes are. */
    private static final Pattern NOTATION = Pattern.compile("X'([0-9a-f]*)',X'([0-9a-f]*)',(\\d{1,10})");

    Xid {
        gtrid = gtrid.toLowerCase(Locale.ROOT);
        bqual = bqual.toLowerCase(Locale.ROOT);
    }

    static Xid of(byte[] gtrid, byte[] bqual, long formatId) {
        return new Xid(HexFormat.of().formatHex(gtrid), HexFormat.of().formatHex(bqual), formatId);
    }

    /**
     * Reads what {@link #toString} gave.
     *
     * @throws IllegalArgumentException when {@code text} is not an identifier in that notation
     */
    static Xid parse(String text) {
        Matcher parts = NOTATION.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("\"%s\" does not name an XA transaction".formatted(text));
        }
        return new Xid(parts.group(1), parts.group(2), Long.parseLong(parts.group(3)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Xid that && gtrid.equals(that.gtrid) && bqual.equals(that.bqual);
    }

    @Override
    public int hashCode() {
        return 31 * gtrid.hashCode() + bqual.hashCode();
    }

    /** As it stands in the log: {@code X'6f72646572',X'',1}. */
    @Override
    public String toString() {
        return "X'%s',X'%s',%d".formatted(gtrid, bqual, formatId);
    }
}
