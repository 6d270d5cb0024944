package dev.corecdc.processor.mysql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a TABLE_MAP event says of a table (MySQL Internals: "Table_map_event"), which may be less than is needed to read its rows. Used
 * by one thread.
 */
final class TableDescription {

    private final TableName name;
    private final List<LoggedType> types;
    private final boolean[] nullable;
    private final OptionalMetadata metadata;
    private final Flavor flavor;

    /** What has been made of it, and of which shape. */
    private @Nullable TableMap map;

    private @Nullable TableShape shape;

    private @Nullable TableMap numbered;

    private TableDescription(
            TableName name, List<LoggedType> types, boolean[] nullable, OptionalMetadata metadata, Flavor flavor) {
        this.name = name;
        this.types = types;
        this.nullable = nullable;
        this.metadata = metadata;
        this.flavor = flavor;
    }

    /**
     * @throws UndecodableEventException when the event is malformed, or has a column that is not supported; it names the table
     */
    static TableDescription parse(byte[] body, Flavor flavor) {
        EventBytes bytes = new EventBytes(body);
        bytes.skip(TableMap.DESCRIPTION);
        TableName name = TableMap.readName(bytes);
        try {
            int count = bytes.packed();
            EventBytes codes = bytes.part(count);
            EventBytes lengths = bytes.part(bytes.packed());
            boolean[] nullable = new boolean[count];
            byte[] bits = bytes.copy((count + 7) / 8);
            List<LoggedType> types = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                types.add(LoggedType.read(codes.unsigned8(), lengths));
                nullable[i] = RowImages.isSet(bits, 0, i);
            }
            return new TableDescription(name, types, nullable, new OptionalMetadata(bytes, types, flavor), flavor);
        } catch (UndecodableEventException e) {
            throw e.at("table " + name);
        }
    }

    TableName name() {
        return name;
    }

    /** Whether the event says all of it, with the names of the columns. */
    boolean isWhole() {
        return metadata.isWhole();
    }

    /**
     * By what the log says.
     *
     * @throws UndecodableEventException when it does not say the names, or something is not supported; it names the table
     */
    TableMap named() {
        if (!isWhole()) {
            throw new UndecodableEventException(
                    "table %s: the log does not name its columns, because binlog_row_metadata is not FULL where it was written"
                            .formatted(name));
        }
        TableMap made = map;
        if (made == null) {
            made = map(ColumnFacts.logged(metadata));
            map = made;
        }
        return made;
    }

    /** By what the log says, with columns called by their number. */
    TableMap positional() {
        TableMap made = numbered;
        if (made == null) {
            made = map(ColumnFacts.positional(metadata, types.size()));
            numbered = made;
        }
        return made;
    }

    /** By what is known from elsewhere, with which {@link #disagreement} finds nothing wrong. */
    TableMap of(TableShape known) {
        TableMap made = map;
        if (made == null || shape == null || !shape.equals(known)) {
            made = map(ColumnFacts.of(known, metadata));
            map = made;
            shape = known;
        }
        return made;
    }

    private TableMap map(ColumnFacts facts) {
        try {
            return TableMap.of(name, types, facts, new Declarations(facts, nullable, metadata.details), flavor);
        } catch (UndecodableEventException e) {
            throw e.at("table " + name);
        }
    }

    /** In what a shape is not that of this table; null when there is nothing. */
    @Nullable
    String disagreement(TableShape known) {
        if (known.equals(shape)) {
            return null;
        }
        if (known.columns().size() != types.size()) {
            return "the log has %d columns and the table %d"
                    .formatted(types.size(), known.columns().size());
        }
        for (int i = 0; i < types.size(); i++) {
            String what = disagreement(i, known.columns().get(i));
            if (what != null) {
                return "column %d, '%s', %s"
                        .formatted(i + 1, known.columns().get(i).name(), what);
            }
        }
        return null;
    }

    private @Nullable String disagreement(int column, ColumnShape known) {
        LoggedType type = types.get(column);
        String charset = metadata.charset(column);
        if (charset == null && known.charset() == null && type.hasText() && !type.hasLabels()) {
            return "is in a character set that neither the log says nor what is known of the table";
        }
        if (!type.isOf(charset == null ? known.type() : known.type().in(charset))) {
            return "is of the type %d (%d) in the log and %d (%d) in the table"
                    .formatted(
                            type.code(),
                            type.metadata(),
                            known.type().code(),
                            known.type().metadata());
        }
        Boolean canBeNull = known.nullable();
        if (canBeNull != null && canBeNull != nullable[column]) {
            return "is %s in the log".formatted(nullable[column] ? "NULL" : "NOT NULL");
        }
        if (metadata.hasSignedness()
                && type.hasSignedness()
                && type.code() != LoggedType.YEAR
                && metadata.unsigned[column] != known.unsigned()) {
            return "is %s in the log".formatted(metadata.unsigned[column] ? "unsigned" : "signed");
        }
        if (charset != null && known.charset() != null && !charset.equals(known.charset())) {
            return "is in %s in the log and %s in the table".formatted(charset, known.charset());
        }
        return null;
    }

    /** The shape that the event tells, where it tells all of it. */
    TableShape shape() {
        TableShape told = shape;
        if (told == null) {
            List<ColumnShape> columns = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                boolean unsigned = metadata.unsigned[i] && types.get(i).code() != LoggedType.YEAR;
                columns.add(new ColumnShape(
                        metadata.names.get(i),
                        types.get(i),
                        unsigned,
                        types.get(i).hasText() ? metadata.charset(i) : null,
                        nullable[i],
                        metadata.labels(i)));
            }
            told = new TableShape(columns, TableKey.told(metadata.primaryKey), null);
            shape = told;
        }
        return told;
    }
}
