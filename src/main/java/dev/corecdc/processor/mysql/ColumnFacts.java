package dev.corecdc.processor.mysql;

import java.util.List;
import java.util.stream.IntStream;

/** What is known of the columns of a table map beside their types, wherever it is from. */
interface ColumnFacts {

    String name(int column);

    boolean unsigned(int column);

    /** The id of the collation of a text; {@link OptionalMetadata#GUESSED} where its character set is not known. */
    int collation(int column);

    /** Whether the labels of ENUM and SET are known. */
    boolean hasLabels();

    List<String> labels(int column);

    List<Integer> primaryKey();

    /** All from the log. */
    static ColumnFacts logged(OptionalMetadata metadata) {
        return new ColumnFacts() {

            @Override
            public String name(int column) {
                return metadata.names.get(column);
            }

            @Override
            public boolean unsigned(int column) {
                return metadata.unsigned[column];
            }

            @Override
            public int collation(int column) {
                return metadata.collation(column);
            }

            @Override
            public boolean hasLabels() {
                return true;
            }

            @Override
            public List<String> labels(int column) {
                return metadata.labels(column);
            }

            @Override
            public List<Integer> primaryKey() {
                return metadata.primaryKey;
            }
        };
    }

    /** What the log does not say from elsewhere; both have as many columns. */
    static ColumnFacts of(TableShape shape, OptionalMetadata metadata) {
        return new ColumnFacts() {

            @Override
            public String name(int column) {
                return shape.columns().get(column).name();
            }

            @Override
            public boolean unsigned(int column) {
                return metadata.hasSignedness()
                        ? metadata.unsigned[column]
                        : shape.columns().get(column).unsigned();
            }

            @Override
            public int collation(int column) {
                String charset = shape.columns().get(column).charset();
                return metadata.charset(column) == null && charset != null
                        ? CharacterSets.someCollationOf(charset)
                        : metadata.collation(column);
            }

            @Override
            public boolean hasLabels() {
                return true;
            }

            @Override
            public List<String> labels(int column) {
                return shape.columns().get(column).labels();
            }

            @Override
            public List<Integer> primaryKey() {
                return shape.key().columns();
            }
        };
    }

    /** From the log alone, under {@code col_1}, {@code col_2}, … */
    static ColumnFacts positional(OptionalMetadata metadata, int columns) {
        List<String> names =
                IntStream.rangeClosed(1, columns).mapToObj(i -> "col_" + i).toList();
        return new ColumnFacts() {

            @Override
            public String name(int column) {
                return names.get(column);
            }

            @Override
            public boolean unsigned(int column) {
                return metadata.unsigned[column];
            }

            @Override
            public int collation(int column) {
                return metadata.charset(column) == null && !metadata.isWhole()
                        ? OptionalMetadata.GUESSED
                        : metadata.collation(column);
            }

            @Override
            public boolean hasLabels() {
                return metadata.isWhole();
            }

            @Override
            public List<String> labels(int column) {
                return metadata.labels(column);
            }

            @Override
            public List<Integer> primaryKey() {
                return metadata.primaryKey;
            }
        };
    }
}
