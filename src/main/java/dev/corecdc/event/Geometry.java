package dev.corecdc.event;

import java.util.Arrays;

/**
 * A geometry value.
 *
 * @param srid id of its spatial reference system, 0 when it has none
 * @param wkb OGC well-known binary, not to be changed by anyone
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look into it, and nobody changes it
public record Geometry(long srid, byte[] wkb) {

    @Override
    public boolean equals(Object other) {
        return other instanceof Geometry that && srid == that.srid && Arrays.equals(wkb, that.wkb);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(srid) + Arrays.hashCode(wkb);
    }
}
