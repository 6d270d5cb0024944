package dev.corecdc.processor.mysql;

import java.util.Map;

/** What tells the files of one server from those of others. */
final class ServerIdentity {

    /** Asks for the variables that it is told by; each kind of server knows some of them. */
    static final String QUERY =
            "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('server_uuid', 'server_uid', 'server_id')";

    private ServerIdentity() {}

    /** MySQL's {@code server_uuid}, MariaDB's {@code server_uid}; where there is none, its {@code server_id}. */
    static String of(Map<String, String> variables) {
        String mysql = variables.getOrDefault("server_uuid", "");
        String own = mysql.isEmpty() ? variables.getOrDefault("server_uid", "") : mysql;
        return own.isEmpty() ? "server-id-" + variables.get("server_id") : own;
    }
}
