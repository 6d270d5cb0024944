package dev.corecdc.target.jdbc;

import dev.corecdc.target.jdbc.DdlDialect.Family;
import java.math.BigInteger;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of columns that get another type: those that become the same on both sides. */
final class Conversions {

    private static final Set<Family> AS_TEXT = Set.of(Family.NUMBER, Family.DATE);

    /** What its own kind is converted to by a plain cast. */
    private static final Set<Family> ALIKE = Set.of(
            Family.NUMBER,
            Family.FLOAT,
            Family.TEXT,
            Family.BYTES,
            Family.DATE,
            Family.TIMESTAMP,
            Family.ZONED_TIMESTAMP,
            Family.INTERVAL,
            Family.JSON);

    private Conversions() {}

    /**
     * The new value of a column.
     *
     * @param quoted its name
     * @param type its new type
     * @param oldType for people
     * @throws UntranslatableDdlException when the source makes something else of some values
     */
    static String of(String quoted, Family from, Family to, String type, String oldType)
            throws UntranslatableDdlException {
        if (from == to && ALIKE.contains(from)) {
            return cast(quoted, type);
        } else if (from == Family.BITS && to == Family.BITS) {
            return cast(cast(quoted, "bigint"), type); // as a bit string it would get its new bits on the other side
        } else if (from == Family.NUMBER && to == Family.FLOAT) {
            return cast(quoted, type);
        } else if (from == Family.FLOAT && to == Family.NUMBER) {
            return cast(cast(quoted, "double precision"), type);
        } else if (AS_TEXT.contains(from) && to == Family.TEXT) {
            return cast(quoted, type);
        } else if (from == Family.TEXT && to == Family.NUMBER) {
            return cast(cast(cast(quoted, "varchar"), "numeric(65, 30)"), type);
        } else if (from == Family.TEXT && to == Family.FLOAT) {
            return cast(cast(quoted, "varchar"), type); // H2 makes no number of a large text
        } else if (from == Family.TEXT && to == Family.JSON) {
            return cast(quoted, type);
        } else if (from == Family.DATE && to == Family.TIMESTAMP) {
            return cast(quoted, type);
        } else if (from == Family.TIMESTAMP && to == Family.DATE) {
            return cast(cast(quoted, "timestamp(0)"), type);
        }
        throw new UntranslatableDdlException(
                "the values of %s would have to be converted from %s to %s, which the".formatted(quoted, oldType, type)
                        + " databases do each in its own way");
    }

    private static String cast(String value, String type) {
        return "CAST(" + value + " AS " + type + ")";
    }

    /** A default value of a column that the statement does not define. */
    static @Nullable String literal(DefaultValue value, TargetColumn column, DdlDialect ddl)
            throws UntranslatableDdlException {
        Family family = ddl.family(column.type());
        boolean plain = family == Family.NUMBER || family == Family.FLOAT || family == Family.TEXT;
        return switch (value.kind()) {
            case NONE, NULL, EXPRESSION -> null;
            case NUMBER -> plain ? text(value, family) : refused(column);
            case TEXT -> plain || family == Family.JSON ? text(value, family) : refused(column);
            case NOW ->
                switch (family) {
                    case TIMESTAMP -> "LOCALTIMESTAMP";
                    case ZONED_TIMESTAMP -> "CURRENT_TIMESTAMP";
                    default -> refused(column);
                };
            case BYTES -> family == Family.BYTES ? ddl.bytes(value.text()) : refused(column);
            case BITS ->
                family == Family.BITS
                        ? ddl.bits(StandardValues.bits(new BigInteger(value.text(), 2), column.size()), "bit")
                        : refused(column);
        };
    }

    private static String text(DefaultValue value, Family family) throws UntranslatableDdlException {
        if (family == Family.TEXT || family == Family.JSON) {
            return Translation.text(value.text());
        } else if (!value.text().matches("[-+]?\\d+(\\.\\d*)?([eE][-+]?\\d+)?")) {
            throw new UntranslatableDdlException("DEFAULT '%s' is no number".formatted(value.text()));
        }
        return value.text();
    }

    private static String refused(TargetColumn column) throws UntranslatableDdlException {
        throw new UntranslatableDdlException(
                "a DEFAULT of the column '%s', which is of the type %s there".formatted(column.name(), column.type()));
    }
}
