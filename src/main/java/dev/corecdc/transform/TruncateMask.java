package dev.corecdc.transform;

import dev.corecdc.event.ColumnType;
import java.util.Arrays;

/** Shows how a value begins: of bytes the first ones, of all else the first characters of its text. */
final class TruncateMask implements Mask {

    private final int length;

    /** @param length how many characters, or bytes, are left */
    TruncateMask(int length) {
        this.length = length;
    }

    @Override
    public Object hide(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length <= length ? bytes : Arrays.copyOf(bytes, length);
        }
        String text = ValueText.of(value);
        return text.codePointCount(0, text.length()) <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length));
    }

    @Override
    public ColumnType type(ColumnType declared) {
        return declared == ColumnType.BINARY ? declared : ColumnType.TEXT;
    }

    @Override
    public boolean keepsIdentity() {
        return false;
    }
}
