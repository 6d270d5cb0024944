package dev.corecdc.target.jdbc;

import java.util.HashMap;
import java.util.Map;

/**
 * Of which table of the source a table of the copy is: of one, as long as this runs and no statement gives the place to another. For use by one thread at
 * a time.
 */
final class TableOwners {

    private final Map<TableName, SourceTable> owners = new HashMap<>();

    /** Whether it is known of which table a place is. */
    boolean isKnown(TableName place) {
        return owners.containsKey(place);
    }

    /** Whether it is known to be of this one. */
    boolean isOf(TableName place, SourceTable source) {
        SourceTable owner = owners.get(place);
        return owner != null && owner.isSame(source);
    }

    /**
     * Keeps a place for a table.
     *
     * @throws UnfitTableException when it is another's
     */
    void take(TableName place, SourceTable source) throws UnfitTableException {
        refuseTwoInOne(place, source);
        if (source.ofRows()) {
            owners.put(place, source);
        } else {
            owners.putIfAbsent(place, source);
        }
    }

    /**
     * Leaves a place to others.
     *
     * @throws UnfitTableException when it is another's already
     */
    void giveUp(TableName place, SourceTable source) throws UnfitTableException {
        refuseTwoInOne(place, source);
        owners.remove(place);
    }

    /**
     * Leaves all places of a schema to others.
     *
     * @param source the source's name of it
     * @throws UnfitTableException when one of them is of a table of another
     */
    void giveUpAll(String schema, String source) throws UnfitTableException {
        for (Map.Entry<TableName, SourceTable> owned : Map.copyOf(owners).entrySet()) {
            if (schema.equals(owned.getKey().schema())) {
                giveUp(owned.getKey(), new SourceTable(source, owned.getValue().table(), false));
            }
        }
    }

    private void refuseTwoInOne(TableName place, SourceTable source) throws UnfitTableException {
        SourceTable other = owners.get(place);
        if (other != null && !other.isSame(source)) {
            throw new UnfitTableException(
                    ("the rows of %s and of %s would both be kept in the table %s, where those of one would take the"
                                    + " place of the other's. Set 'table' and 'letter-case' so that they are kept apart, or exclude one;"
                                    + " if one is called otherwise by now, start the service again")
                            .formatted(other, source, place));
        }
    }

    /** The same, to go on by itself. */
    TableOwners copy() {
        TableOwners copy = new TableOwners();
        copy.owners.putAll(owners);
        return copy;
    }

    /** Takes over what another has come to. */
    void become(TableOwners other) {
        owners.clear();
        owners.putAll(other.owners);
    }
}
