package dev.corecdc.target.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a statement does, as far as it concerns a copy. */
sealed interface CopiedDdl {

    /** The tables that it names, but those of foreign keys, which are in the database of their table if nothing else is said. */
    default List<DdlName> tables() {
        return List.of();
    }

    /**
     * Makes a table.
     *
     * @param parts columns, keys and foreign keys
     */
    record CreateTable(DdlName name, boolean unlessThere, boolean replacing, List<TableChange> parts)
            implements CopiedDdl {
        public CreateTable {
            parts = List.copyOf(parts);
        }

        @Override
        public List<DdlName> tables() {
            return List.of(name);
        }
    }

    record CreateLike(DdlName name, boolean unlessThere, boolean replacing, DdlName like) implements CopiedDdl {
        @Override
        public List<DdlName> tables() {
            return List.of(name, like);
        }
    }

    record AlterTable(DdlName name, boolean ifThere, List<TableChange> changes) implements CopiedDdl {
        public AlterTable {
            changes = List.copyOf(changes);
        }

        @Override
        public List<DdlName> tables() {
            List<DdlName> tables = new ArrayList<>(List.of(name));
            TableChange.of(TableChange.RenameTable.class, changes).forEach(renamed -> tables.add(renamed.to()));
            return tables;
        }
    }

    record DropTables(List<DdlName> names, boolean ifThere) implements CopiedDdl {
        public DropTables {
            names = List.copyOf(names);
        }

        @Override
        public List<DdlName> tables() {
            return names;
        }
    }

    /** One after the other. */
    record RenameTables(List<Renamed> renamed, boolean ifThere) implements CopiedDdl {
        public RenameTables {
            renamed = List.copyOf(renamed);
        }

        @Override
        public List<DdlName> tables() {
            return renamed.stream()
                    .flatMap(one -> Stream.of(one.from(), one.to()))
                    .toList();
        }
    }

    record Renamed(DdlName from, DdlName to) {}

    record TruncateTable(DdlName name) implements CopiedDdl {
        @Override
        public List<DdlName> tables() {
            return List.of(name);
        }
    }

    record CreateDatabase(String name, boolean replacing) implements CopiedDdl {}

    record DropDatabase(String name, boolean ifThere) implements CopiedDdl {}

    /**
     * Nothing that a copy has.
     *
     * @param what for people
     */
    record Nothing(String what) implements CopiedDdl {}
}
