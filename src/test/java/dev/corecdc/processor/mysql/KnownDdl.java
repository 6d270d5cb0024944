package dev.corecdc.processor.mysql;

import dev.corecdc.event.DdlKind;
import dev.corecdc.testing.ServerKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A DDL statement that servers know, and what is to be known of it, from {@code statements.ddl}.
 *
 * @param server the only kind of server that knows it, null when all do
 * @param fills whether it also fills the table that it creates; the servers then log another text
 * @param kind what it is read as
 * @param schema the database that it works on where that is not the default one {@code d}, else null
 * @param tables the tables that it names, as {@code d.t} in the default database and {@code d2.t} in another
 */
record KnownDdl(
        @Nullable String server,
        boolean fills,
        DdlKind kind,
        @Nullable String schema,
        List<String> tables,
        String sql) {

    KnownDdl {
        tables = List.copyOf(tables);
    }

    static List<KnownDdl> all() {
        try (InputStream in = Objects.requireNonNull(KnownDdl.class.getResourceAsStream("statements.ddl"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(KnownDdl::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isKnownTo(ServerKind kindOfServer) {
        return server == null || server.equals(kindOfServer.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return sql;
    }

    private static KnownDdl parse(String line) {
        String[] parts = Stream.of(line.split("\\|", 5)).map(String::strip).toArray(String[]::new);
        String server = parts[0].replace("+rows", "");
        return new KnownDdl(
                server.equals("both") ? null : server,
                !server.equals(parts[0]),
                DdlKind.valueOf(parts[1]),
                parts[2].isEmpty() ? null : parts[2],
                parts[3].isEmpty() ? List.of() : List.of(parts[3].split(" ", -1)),
                parts[4].replace('¶', '\n'));
    }
}
