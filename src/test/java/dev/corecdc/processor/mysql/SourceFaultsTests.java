package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.network.AuthenticationException;
import com.github.shyiko.mysql.binlog.network.ServerException;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceFaultsTests {

    private static final MySqlSettings SETTINGS = MySqlSettingsBuilder.of("db.example", 3306)
            .ssl(MySqlSettings.Mode.PREFERRED, null)
            .build();

    private static void assertFault(SourceException fault, Kind kind, String... words) {
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault).hasMessageContaining("db.example:3306").hasMessageContainingAll(words);
        assertThat(fault.getMessage()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Could not find first log file name in binary log index file",
                "Cannot replicate because the source purged required binary logs. Replicate the missing transactions from"
                        + " elsewhere",
                "The slave is connecting using CHANGE MASTER TO MASTER_AUTO_POSITION = 1, but the master has purged binary"
                        + " logs containing GTIDs that the slave requires.",
                "Client requested master to start replication from position > file size",
                "Client requested master to start replication from impossible position",
                "Could not find GTID state requested by slave in any binlog files. Probably the slave state is too old",
                "Error: connecting slave requested to start from GTID 0-1-100, which is not in the master's binlog",
                "Replica has more GTIDs than the source has, using the source's SERVER_UUID.",
                "The binlog on the master is missing the GTID 0-1-5 requested by the slave"
            })
    void knowsThatTheLogDoesNotHoldThePlace(String text) {
        SourceException fault = SourceFaults.ofDump(SETTINGS, new ServerException(text, 1236, "HY000"));
        assertThat(fault).isInstanceOf(PositionLostException.class);
        assertFault(fault, Kind.UNREADABLE, text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A slave with the same server_uuid/server_id as this slave has connected to the master",
                "A slave with the same server_uuid as this slave has connected to the master",
                "A replica with the same server_uuid/server_id as this replica has connected to the source",
                "A slave with the same server_id is already connected; the first event '.' at 0"
            })
    void knowsThatAnotherReaderHasTheSameId(String text) {
        assertFault(
                SourceFaults.ofDump(SETTINGS, new ServerException(text, 1236, "HY000")),
                Kind.UNAVAILABLE,
                text,
                "'server-id'");
    }

    @Test
    void triesAgainWhateverElseTheDumpSays() {
        assertFault(
                SourceFaults.ofDump(SETTINGS, new ServerException("Could not open log file", 1236, "HY000")),
                Kind.UNAVAILABLE,
                "Could not open log file");
        assertFault(
                SourceFaults.ofDump(SETTINGS, new ServerException("Server shutdown in progress", 1053, "08S01")),
                Kind.UNAVAILABLE,
                "Server shutdown in progress");
        assertFault(SourceFaults.ofDump(SETTINGS, null), Kind.UNAVAILABLE, "ended the connection");
        assertFault(SourceFaults.ofDump(SETTINGS, new EOFException()), Kind.UNAVAILABLE, "ended the connection");
        assertFault(
                SourceFaults.ofDump(SETTINGS, new MalformedEventException("the checksum is wrong")),
                Kind.UNAVAILABLE,
                "damaged",
                "the checksum is wrong");
        assertFault(
                SourceFaults.ofDump(SETTINGS, new OutOfMemoryError("Java heap space")),
                Kind.UNAVAILABLE,
                "memory of the service ran out",
                "-Xmx");
        assertFault(
                SourceFaults.ofDump(SETTINGS, new IOException("Failed to connect", new ConnectException("refused"))),
                Kind.UNAVAILABLE,
                "refused");
    }

    @Test
    void saysWhatToGrant() {
        String text = "Access denied; you need (at least one of) the REPLICATION SLAVE privilege(s) for this operation";
        assertFault(
                SourceFaults.ofDump(SETTINGS, new ServerException(text, 1227, "42000")),
                Kind.REFUSED,
                text,
                "'cdc'",
                "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'cdc'@'%';");
        assertFault(
                SourceFaults.ofQuery(SETTINGS, new SQLException(text, "42000", 1227)), Kind.REFUSED, text, "GRANT ");
    }

    @ParameterizedTest
    @ValueSource(ints = {1044, 1045, 1130, 1698, 1820, 1862, 3118, 3955})
    void knowsThatTheUserIsRefused(int code) {
        assertFault(SourceFaults.ofQuery(SETTINGS, new SQLException("no", "28000", code)), Kind.REFUSED, "'cdc'", "no");
        assertFault(
                SourceFaults.ofDump(SETTINGS, new AuthenticationException("no", code, "28000")),
                Kind.REFUSED,
                "'cdc'",
                "no");
    }

    @Test
    void saysHowThePasswordCanBeSent() {
        assertFault(
                SourceFaults.ofQuery(SETTINGS, new SQLException("Public Key Retrieval is not allowed")),
                Kind.REFUSED,
                "ssl.mode",
                "allow-public-key-retrieval");
    }

    @Test
    void triesAgainWhenTheServerDoesNotAnswer() {
        SQLException cause = new SQLException(
                "Communications link failure", new IOException("no route", new ConnectException("Connection refused")));
        assertFault(SourceFaults.ofQuery(SETTINGS, cause), Kind.UNAVAILABLE, "Connection refused");
        assertFault(
                SourceFaults.ofQuery(SETTINGS, new SQLException("Too many connections", "08004", 1040)),
                Kind.UNAVAILABLE,
                "Too many connections");
    }
}
