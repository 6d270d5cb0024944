package dev.corecdc.transform;

import dev.corecdc.event.ColumnType;

/** Shows that there is a value, and nothing of it. */
final class RedactMask implements Mask {

    @Override
    public Object hide(Object value) {
        return "***";
    }

    @Override
    public ColumnType type(ColumnType declared) {
        return ColumnType.TEXT;
    }

    @Override
    public boolean keepsIdentity() {
        return false;
    }
}
