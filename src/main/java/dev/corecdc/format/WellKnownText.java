package dev.corecdc.format;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import tools.jackson.core.io.NumberOutput;

/**
 * Turns the well-known binary of a geometry into its well-known text (OGC 06-103r4, "Simple feature access", 7 and 8). Used by one
 * thread.
 */
final class WellKnownText {

    private static final int POINT = 1;
    private static final int LINESTRING = 2;
    private static final int POLYGON = 3;
    private static final int MULTIPOINT = 4;
    private static final int MULTILINESTRING = 5;
    private static final int MULTIPOLYGON = 6;
    private static final int COLLECTION = 7;

    private final ByteBuffer bytes;
    private final StringBuilder text = new StringBuilder();

    private WellKnownText(byte[] wkb) {
        this.bytes = ByteBuffer.wrap(wkb);
    }

    /**
     * @throws IllegalArgumentException when a kind of geometry is none of the seven that MySQL has
     * @throws java.nio.BufferUnderflowException when the binary ends too early
     */
    static String of(byte[] wkb) {
        WellKnownText text = new WellKnownText(wkb);
        text.geometry(true);
        return text.text.toString();
    }

    /**
     * @param named whether the kind stands before it, which it does not within a geometry of several of one kind
     */
    private void geometry(boolean named) {
        bytes.order(bytes.get() == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int kind = bytes.getInt();
        if (named) {
            text.append(name(kind)).append(' ');
        }
        if (kind == POINT) {
            text.append('(');
            point();
            text.append(')');
        } else {
            parts(kind);
        }
    }

    private void parts(int kind) {
        int count = bytes.getInt();
        if (count == 0) {
            text.append("EMPTY");
            return;
        }
        char separator = '(';
        for (int i = 0; i < count; i++) {
            text.append(separator == '(' ? "(" : ", ");
            switch (kind) {
                case LINESTRING -> point();
                case POLYGON -> parts(LINESTRING);
                default -> geometry(kind == COLLECTION);
            }
            separator = ',';
        }
        text.append(')');
    }

    private void point() {
        number(bytes.getDouble());
        text.append(' ');
        number(bytes.getDouble());
    }

    private void number(double number) {
        text.append(new BigDecimal(NumberOutput.toString(number, true))
                .stripTrailingZeros()
                .toPlainString());
    }

    private static String name(int kind) {
        return switch (kind) {
            case POINT -> "POINT";
            case LINESTRING -> "LINESTRING";
            case POLYGON -> "POLYGON";
            case MULTIPOINT -> "MULTIPOINT";
            case MULTILINESTRING -> "MULTILINESTRING";
            case MULTIPOLYGON -> "MULTIPOLYGON";
            case COLLECTION -> "GEOMETRYCOLLECTION";
            default -> throw new IllegalArgumentException("%d is no kind of geometry".formatted(kind));
        };
    }
}
