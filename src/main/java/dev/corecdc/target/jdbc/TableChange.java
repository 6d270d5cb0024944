package dev.corecdc.target.jdbc;

import java.util.List;

/** A part of ALTER TABLE, or of the list of CREATE TABLE. Names are as the statement has them. */
sealed interface TableChange {

    /**
     * Adds a column.
     *
     * @param unlessThere whether one of that name is left as it is
     */
    record AddColumn(DefinedColumn column, boolean unlessThere) implements TableChange {}

    record DropColumn(String name, boolean ifThere) implements TableChange {}

    /** Gives a column another definition, and another name, which may be the old one. */
    record ChangeColumn(String name, DefinedColumn to) implements TableChange {}

    record RenameColumn(String name, String to) implements TableChange {}

    /** {@link DefaultValue#NONE} takes it away. */
    record SetDefault(String name, DefaultValue value) implements TableChange {}

    record AddKey(DefinedKey key) implements TableChange {}

    record DropKey(String name) implements TableChange {}

    record RenameKey(String name, String to) implements TableChange {}

    record DropPrimaryKey() implements TableChange {}

    record AddReference(DefinedReference reference) implements TableChange {}

    record DropReference(String name) implements TableChange {}

    /** Of whatever kind it is. */
    record DropConstraint(String name) implements TableChange {}

    record RenameTable(DdlName to) implements TableChange {}

    /** Of one kind, in their order. */
    static <T extends TableChange> List<T> of(Class<T> kind, List<TableChange> changes) {
        return changes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
