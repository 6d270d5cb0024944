package dev.corecdc.transform;

import dev.corecdc.event.ColumnType;
import org.jspecify.annotations.Nullable;

/** Shows NULL. */
final class NullMask implements Mask {

    @Override
    public @Nullable Object hide(Object value) {
        return null;
    }

    @Override
    public ColumnType type(ColumnType declared) {
        return declared;
    }

    @Override
    public boolean keepsIdentity() {
        return false;
    }
}
