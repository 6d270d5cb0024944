package dev.corecdc.processor.mysql;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a MySQL or MariaDB server is reached: {@code cdc.processors.*.mysql} and {@code .mariadb}.
 *
 * @param host its name or address
 * @param port its TCP port, and that of those of {@code hosts} that name none
 * @param hosts instead of {@code host}: a primary and its replicas, in the order of preference, such as {@code [a:3306, b:3306]}; the first that
 *     can go on where reading has got to is followed. They need GTIDs
 * @param username a user with REPLICATION SLAVE and REPLICATION CLIENT (MariaDB: BINLOG MONITOR)
 * @param password the user's password
 * @param serverId the id under which readers register, a number or a range such as {@code 5400-5404}; no other reader of the
 *     server may have it. Absent: derived anew for each reader
 * @param ssl how the connection is secured
 * @param heartbeatInterval how often an idle server says that it is there; three times as long a silence is a lost connection
 * @param connectTimeout how long connecting may take
 * @param allowPublicKeyRetrieval whether the server's public key may be asked for over an unencrypted connection, which
 *     somebody in between could answer, so that the password could be sent without TLS
 * @param includeQuery whether records have the key {@code query}, the statement that made the change, null where the log does not
 *     hold it ({@code binlog_rows_query_log_events}, {@code binlog_annotate_row_events}) or it is longer than 1 MB
 * @param columnNames what the columns of a record are called: {@code named}, or {@code positional}, by their numbers
 *     {@code col_1}, {@code col_2}, …, for a log whose names are not to be known
 */
record MySqlSettings(
        @NotBlank @DefaultValue(DEFAULT_HOST) String host,
        @Min(1) @Max(65535) @DefaultValue("3306") int port,
        @NotNull @DefaultValue List<@NotBlank String> hosts,
        @NotBlank String username,
        @Nullable String password,
        @Nullable String serverId,
        @Valid @NotNull @DefaultValue Ssl ssl,
        @NotNull @DefaultValue("10s") Duration heartbeatInterval,
        @NotNull @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("false") boolean allowPublicKeyRetrieval,
        @DefaultValue("false") boolean includeQuery,
        @NotNull @DefaultValue("named") ColumnNames columnNames) {

    /**
     * How the connection is secured.
     *
     * @param mode how much is asked of the server
     * @param bundle name of a {@code spring.ssl.bundle}: whom {@code verify-ca} and {@code verify-identity} trust, and the certificate
     *     that is shown to the server. Absent: the Java runtime's trust store, and none
     */
    record Ssl(
            @NotNull @DefaultValue("preferred") Mode mode,
            @Nullable String bundle) {}

    enum ColumnNames {
        /** As they are called where the row was written. */
        NAMED,
        /** By their numbers, with all else as the log alone tells it. */
        POSITIONAL
    }

    enum Mode {
        DISABLED,
        /** Encrypted where the server can, whoever it is. */
        PREFERRED,
        /** Encrypted, whoever it is. */
        REQUIRED,
        /** Encrypted, with a certificate that a known authority signed. */
        VERIFY_CA,
        /** Encrypted, with a certificate that a known authority signed for this host name. */
        VERIFY_IDENTITY
    }

    static final String DEFAULT_HOST = "localhost";

    MySqlSettings {
        hosts = List.copyOf(hosts);
    }

    /** The same for the one server at another address. */
    MySqlSettings at(ServerAddress address) {
        return new MySqlSettings(
                address.host(),
                address.port(),
                List.of(),
                username,
                password,
                serverId,
                ssl,
                heartbeatInterval,
                connectTimeout,
                allowPublicKeyRetrieval,
                includeQuery,
                columnNames);
    }

    /** Where the server is, for people. */
    String address() {
        return new ServerAddress(host, port).toString();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "MySqlSettings[%s@%s]".formatted(username, address());
    }
}
