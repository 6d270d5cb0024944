package dev.corecdc.processor.mysql;

import java.util.List;

/** The DDL statements of {@code statements.ddl} for tests of other packages. */
public final class KnownStatements {

    private KnownStatements() {}

    public static List<String> all() {
        return KnownDdl.all().stream().map(KnownDdl::sql).toList();
    }
}
