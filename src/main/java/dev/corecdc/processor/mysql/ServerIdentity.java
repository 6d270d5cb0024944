package dev.corecdc.processor.mysql;

import java.util.Map;

/**
 * What tells the files of one server from those of others. It can be the same for two servers all the same, where one began with a copy of the
 * other's files, or where MariaDB has no {@code server_uid}: so positions tell when their file was begun.
 */
final class ServerIdentity {

    /** Asks for the variables that it is told by; each kind of server knows some of them. */
    static final String QUERY =
            "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('server_uuid', 'server_uid', 'server_id')";

    private ServerIdentity() {}

    /**
     * MySQL's {@code server_uuid}; MariaDB's {@code server_uid} with its {@code server_id}, as the first is made of the port and the network
     * interface only, which two containers may have alike, but not two servers of which one follows the other; where there is neither, the
     * {@code server_id} alone.
     */
    static String of(Map<String, String> variables) {
        String mysql = variables.getOrDefault("server_uuid", "");
        if (!mysql.isEmpty()) {
            return mysql;
        }
        String mariaDb = variables.getOrDefault("server_uid", "");
        return mariaDb.isEmpty()
                ? "server-id-" + variables.get("server_id")
                : mariaDb + "#" + variables.get("server_id");
    }

    /** Whether an identity is that of the server with these variables; once, that of MariaDB was {@code server_uid} alone. */
    static boolean isOf(Map<String, String> variables, String identity) {
        return identity.equals(of(variables)) || identity.equals(variables.get("server_uid"));
    }
}
