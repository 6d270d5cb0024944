package dev.corecdc.testing;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a server is started: with a complete row log and, on MySQL, with GTIDs, unless told otherwise.
 *
 * @param gtids whether MySQL writes GTIDs; MariaDB always does
 * @param arguments more arguments of the server program; they come last, so they win over the defaults
 */
public record ServerOptions(boolean gtids, List<String> arguments) {

    public static final ServerOptions DEFAULT = new ServerOptions(true, List.of());

    public ServerOptions {
        arguments = List.copyOf(arguments);
    }

    public ServerOptions withoutGtids() {
        return new ServerOptions(false, arguments);
    }

    public ServerOptions with(String... moreArguments) {
        return new ServerOptions(
                gtids,
                Stream.concat(arguments.stream(), Stream.of(moreArguments)).toList());
    }

    /** All arguments that make the log, the given ones last. */
    List<String> logArguments(ServerKind kind, int serverId) {
        Stream<String> log = Stream.of(
                "--server-id=" + serverId,
                "--log-bin=bin",
                "--binlog-format=ROW",
                "--binlog-row-image=FULL",
                "--binlog-row-metadata=FULL",
                // For values of many megabytes.
                "--max-allowed-packet=128M");
        Stream<String> gtid = kind == ServerKind.MYSQL ? gtidArguments(gtids ? "ON" : "OFF") : Stream.empty();
        return Stream.of(log, gtid, arguments.stream()).flatMap(part -> part).toList();
    }

    /** Said in either case: what MySQL does when nothing is said differs from version to version. */
    private static Stream<String> gtidArguments(String mode) {
        return Stream.of("--gtid-mode=" + mode, "--enforce-gtid-consistency=" + mode);
    }
}
