package dev.corecdc.transform;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Transforms that follow each other: what one leaves, the next one gets. Safe for use by several threads. */
public final class TransformChain {

    /** Leaves everything as it is. */
    public static final TransformChain NONE = new TransformChain(List.of());

    private final List<Link> links;

    private TransformChain(List<Link> links) {
        this.links = List.copyOf(links);
    }

    public boolean isEmpty() {
        return links.isEmpty();
    }

    /**
     * What becomes of a record; null when it is left out.
     *
     * @throws TransformException when a transform failed
     */
    public @Nullable ChangeRecord apply(ChangeRecord record) throws TransformException {
        ChangeRecord left = record;
        for (Link link : links) {
            left = link.apply(left);
            if (left == null) {
                return null;
            }
        }
        return left;
    }

    /**
     * What becomes of records, in their order, without those that are left out; the same list when none of them changed.
     *
     * @throws TransformException when a transform failed
     */
    public List<ChangeRecord> apply(List<ChangeRecord> records) throws TransformException {
        if (links.isEmpty()) {
            return records;
        }
        List<ChangeRecord> changed = null;
        for (int i = 0; i < records.size(); i++) {
            ChangeRecord record = records.get(i);
            ChangeRecord left = apply(record);
            if (changed == null && !isSame(left, record)) {
                changed = new ArrayList<>(records.size());
                changed.addAll(records.subList(0, i));
            }
            if (changed != null && left != null) {
                changed.add(left);
            }
        }
        return changed == null ? records : changed;
    }

    @SuppressWarnings("ReferenceEquality") // what was not touched is the same object
    private static boolean isSame(@Nullable ChangeRecord left, ChangeRecord record) {
        return left == record;
    }

    /**
     * What becomes of a DDL statement; null when it is left out.
     *
     * @throws TransformException when a transform failed
     */
    public @Nullable DdlEvent applyToDdl(DdlEvent statement) throws TransformException {
        DdlEvent left = statement;
        for (Link link : links) {
            left = link.applyToDdl(left);
            if (left == null) {
                return null;
            }
        }
        return left;
    }

    /** Begins a chain. */
    static Builder builder() {
        return new Builder();
    }

    /** Puts a chain together. */
    static final class Builder {

        private final List<Link> links = new ArrayList<>();

        private Builder() {}

        /** @param name what the transform is called where it fails */
        Builder add(String name, RecordTransform transform) {
            links.add(new Link(name, transform));
            return this;
        }

        /** Those of a whole chain. */
        Builder addAll(TransformChain chain) {
            links.addAll(chain.links);
            return this;
        }

        TransformChain build() {
            return links.isEmpty() ? NONE : new TransformChain(links);
        }
    }

    /** A transform under the name that people know it by. */
    private record Link(String name, RecordTransform transform) {

        @Nullable
        ChangeRecord apply(ChangeRecord record) throws TransformException {
            try {
                return transform.apply(record);
            } catch (TransformException e) {
                throw e;
            } catch (Exception e) {
                Columns columns = record.columns();
                throw failure("a record of " + columns.schema() + "." + columns.table(), e);
            }
        }

        @Nullable
        DdlEvent applyToDdl(DdlEvent statement) throws TransformException {
            if (!(transform instanceof DdlTransform ddl)) {
                return statement;
            }
            try {
                return ddl.applyToDdl(statement);
            } catch (TransformException e) {
                throw e;
            } catch (Exception e) {
                throw failure("a DDL statement", e);
            }
        }

        private TransformException failure(String what, Exception e) {
            return new TransformException("the transform '%s' failed on %s: %s".formatted(name, what, e), e);
        }
    }
}
