package dev.corecdc.processor.mysql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a table map says of its columns beside their types: fields of a type, a length and as many bytes (MySQL Internals:
 * "Table_map_event", "Optional metadata fields"). Fields that are not needed or not known are skipped. With
 * {@code binlog_row_metadata=FULL} all are there; else names, labels and key are missing, and may be all others are too.
 */
final class OptionalMetadata {

    private static final int SIGNEDNESS = 1;
    private static final int DEFAULT_CHARSET = 2;
    private static final int COLUMN_CHARSET = 3;
    private static final int COLUMN_NAME = 4;
    private static final int SET_STR_VALUE = 5;
    private static final int ENUM_STR_VALUE = 6;
    private static final int GEOMETRY_TYPE = 7;
    private static final int SIMPLE_PRIMARY_KEY = 8;
    private static final int PRIMARY_KEY_WITH_PREFIX = 9;
    private static final int ENUM_AND_SET_DEFAULT_CHARSET = 10;
    private static final int ENUM_AND_SET_COLUMN_CHARSET = 11;
    private static final int VECTOR_DIMENSION = 13;

    private static final int FIELDS = VECTOR_DIMENSION + 1;

    private static final int UNKNOWN_COLLATION = -1;

    /** The collation of a text of which nothing is known. */
    static final int GUESSED = -2;

    private final List<LoggedType> types;
    private final @Nullable EventBytes[] fields = new @Nullable EventBytes[FIELDS];

    /** Empty where the log does not say them. */
    final List<String> names;

    final boolean[] unsigned;
    /** By column; -1 where the column has none. */
    private final int[] collations;
    /** By column; empty where the column is no ENUM or SET. */
    private final List<List<String>> labels;

    /** By column: the kind of a GEOMETRY, the dimensions of a VECTOR; 0 where it is neither, or is not told. */
    final int[] details;

    final List<Integer> primaryKey;

    OptionalMetadata(EventBytes bytes, List<LoggedType> types, Flavor flavor) {
        this.types = types;
        while (!bytes.isEmpty()) {
            int type = bytes.unsigned8();
            EventBytes field = bytes.part(bytes.packed());
            if (type < fields.length) {
                fields[type] = field;
            }
        }
        this.names = readNames();
        this.unsigned = readSignedness();
        this.collations = new int[types.size()];
        Arrays.fill(collations, UNKNOWN_COLLATION);
        readCollations(type -> type.hasCollation(flavor), DEFAULT_CHARSET, COLUMN_CHARSET);
        readCollations(LoggedType::hasLabels, ENUM_AND_SET_DEFAULT_CHARSET, ENUM_AND_SET_COLUMN_CHARSET);
        this.labels = new ArrayList<>(Collections.nCopies(types.size(), List.of()));
        if (isWhole()) {
            readLabels(LoggedType.ENUM, ENUM_STR_VALUE);
            readLabels(LoggedType.SET, SET_STR_VALUE);
        }
        this.details = new int[types.size()];
        readDetails(LoggedType.GEOMETRY, GEOMETRY_TYPE);
        readDetails(LoggedType.VECTOR, VECTOR_DIMENSION);
        this.primaryKey = readPrimaryKey();
    }

    /** Whether the log says all of it. */
    boolean isWhole() {
        return types.isEmpty() || !names.isEmpty();
    }

    boolean hasSignedness() {
        return fields[SIGNEDNESS] != null;
    }

    /** The character set of a column; null where the log does not say it. */
    @Nullable
    String charset(int column) {
        return collations[column] < 0 ? null : CharacterSets.nameOfCollation(collations[column]);
    }

    int collation(int column) {
        int collation = collations[column];
        if (collation == UNKNOWN_COLLATION) {
            throw new UndecodableEventException("its collation is missing");
        }
        return collation;
    }

    List<String> labels(int column) {
        return labels.get(column);
    }

    private List<String> readNames() {
        EventBytes field = fields[COLUMN_NAME];
        if (field == null) {
            return List.of();
        }
        List<String> read = new ArrayList<>(types.size());
        while (!field.isEmpty()) {
            read.add(field.name());
        }
        if (read.size() != types.size()) {
            throw new UndecodableEventException("%d columns have %d names".formatted(types.size(), read.size()));
        }
        return read;
    }

    /** One bit a numeric column, from the highest. */
    private boolean[] readSignedness() {
        boolean[] read = new boolean[types.size()];
        EventBytes field = fields[SIGNEDNESS];
        if (field == null && !isWhole()) {
            return read;
        }
        int bits = 0;
        int bitCount = 0;
        for (int column = 0; column < types.size(); column++) {
            if (types.get(column).hasSignedness()) {
                if (bitCount == 0) {
                    bits = required(field, "signedness").unsigned8();
                    bitCount = 8;
                }
                read[column] = (bits >> --bitCount & 1) == 1;
            }
        }
        checkEnd(field);
        return read;
    }

    /** Either a default and the exceptions from it, or one collation a column; counted are the columns {@code in} it. */
    private void readCollations(Predicate<LoggedType> in, int defaultField, int columnField) {
        int[] columns = columns(in);
        EventBytes each = fields[columnField];
        EventBytes byDefault = fields[defaultField];
        if (each != null) {
            for (int column : columns) {
                collations[column] = each.packed();
            }
            checkEnd(each);
        } else if (byDefault != null) {
            int collation = byDefault.packed();
            for (int column : columns) {
                collations[column] = collation;
            }
            while (!byDefault.isEmpty()) {
                collations[element(columns, byDefault.packed())] = byDefault.packed();
            }
        }
    }

    private void readLabels(int code, int fieldType) {
        for (int column : columns(type -> type.code() == code)) {
            EventBytes field = required(fields[fieldType], "labels");
            CharacterSet characterSet = CharacterSets.ofCollation(collation(column));
            int count = field.packed();
            List<String> read = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                read.add(field.text(characterSet));
            }
            labels.set(column, List.copyOf(read));
        }
    }

    private void readDetails(int code, int fieldType) {
        EventBytes field = fields[fieldType];
        for (int column : columns(type -> type.code() == code)) {
            if (field != null && !field.isEmpty()) {
                details[column] = field.packed();
            }
        }
    }

    private List<Integer> readPrimaryKey() {
        List<Integer> read = new ArrayList<>();
        EventBytes simple = fields[SIMPLE_PRIMARY_KEY];
        EventBytes prefixed = fields[PRIMARY_KEY_WITH_PREFIX];
        int[] all = columns(type -> true);
        while (simple != null && !simple.isEmpty()) {
            read.add(element(all, simple.packed()));
        }
        while (prefixed != null && !prefixed.isEmpty()) {
            read.add(element(all, prefixed.packed()));
            prefixed.packed(); // the length of the prefix
        }
        return read;
    }

    private int[] columns(Predicate<LoggedType> in) {
        int[] columns = new int[types.size()];
        int count = 0;
        for (int column = 0; column < types.size(); column++) {
            if (in.test(types.get(column))) {
                columns[count++] = column;
            }
        }
        return Arrays.copyOf(columns, count);
    }

    private static int element(int[] columns, int index) {
        if (index >= columns.length) {
            throw new UndecodableEventException("there is no column %d of %d".formatted(index, columns.length));
        }
        return columns[index];
    }

    /** What is left over would belong to columns that are counted differently there. */
    private static void checkEnd(@Nullable EventBytes field) {
        if (field != null && !field.isEmpty()) {
            throw new UndecodableEventException("there is metadata for more columns than there are");
        }
    }

    private static EventBytes required(@Nullable EventBytes field, String what) {
        if (field == null) {
            throw new UndecodableEventException("the %s of its columns is missing".formatted(what));
        }
        return field;
    }
}
