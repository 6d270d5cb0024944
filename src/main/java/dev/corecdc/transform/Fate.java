package dev.corecdc.transform;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a column, or of a field of a document.
 *
 * @param mask what hides it, where it is {@link Kind#MASKED}
 * @param name what it is called from then on, where it is {@link Kind#RENAMED}
 */
record Fate(Kind kind, @Nullable Mask mask, @Nullable String name) {

    /** As it is; of a document what is in it may have a fate of its own. */
    static final Fate KEPT = new Fate(Kind.KEPT, null, null);

    /** As it is, with all that is in it. */
    static final Fate KEPT_WHOLE = new Fate(Kind.KEPT_WHOLE, null, null);

    /** Nothing is left but what is in it and has another fate. */
    static final Fate OPENED = new Fate(Kind.OPENED, null, null);

    static final Fate DROPPED = new Fate(Kind.DROPPED, null, null);

    enum Kind {
        KEPT,
        KEPT_WHOLE,
        OPENED,
        DROPPED,
        MASKED,
        RENAMED
    }

    static Fate masked(Mask mask) {
        return new Fate(Kind.MASKED, mask, null);
    }

    static Fate renamed(String name) {
        return new Fate(Kind.RENAMED, null, name);
    }

    /** The mask of what is masked. */
    Mask by() {
        if (mask == null) {
            throw new IllegalStateException("not masked");
        }
        return mask;
    }

    /** The name of what has {@code old} as its name before. */
    String nameFor(String old) {
        return name == null ? old : name;
    }

    /** Whether what identifies a row can have this fate. */
    boolean suitsKey() {
        return switch (kind) {
            case DROPPED -> false;
            case MASKED -> by().keepsIdentity();
            default -> true;
        };
    }
}
