package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import dev.corecdc.testing.TestStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What becomes of a position while {@code gtid_mode} is switched on and off. */
class GtidModeIT {

    /** The way on, and back; each step is one that the server allows. */
    private static final List<String> STEPS =
            List.of("OFF_PERMISSIVE", "ON_PERMISSIVE", "ON", "ON_PERMISSIVE", "OFF_PERMISSIVE", "OFF");

    private static DatabaseServer start() {
        return ServerKind.MYSQL.start(ServerOptions.DEFAULT.withoutGtids().with("--enforce-gtid-consistency=ON"));
    }

    @Test
    void losesAndRepeatsNothingWhenItIsSwitchedWhileAProcessorRuns() throws Exception {
        try (DatabaseServer server = start()) {
            FollowedServer followed = FollowedServer.of(server);
            followed.execute("CREATE TABLE t (id BIGINT PRIMARY KEY)");
            Processor processor = followed.processor();
            CollectingTarget target = new CollectingTarget();
            try (TestStreams streams = TestStreams.builder().stream(
                            "shop", processor, TestStreams.lane("target", target))
                    .start()) {
                int rows = insert(followed, 0);
                target.awaitRecords(rows);
                for (int round = 0; round < 2; round++) {
                    for (String mode : STEPS) {
                        server.execute("SET GLOBAL gtid_mode = " + mode);
                        rows = insert(followed, rows);
                        target.awaitRecords(rows);
                    }
                }
                assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.RUNNING);
                assertThat(target.ids())
                        .isEqualTo(LongStream.rangeClosed(1, rows).boxed().toList());
            }
        }
    }

    @Test
    void losesAndRepeatsNothingWhenItIsSwitchedBetweenReadings() throws Exception {
        try (DatabaseServer server = start()) {
            FollowedServer followed = FollowedServer.of(server);
            followed.execute("CREATE TABLE t (id BIGINT PRIMARY KEY)");
            BinlogPosition place = followed.latest();
            List<ChangeBatch> all = new ArrayList<>();
            int rows = 0;
            for (int round = 0; round < 2; round++) {
                for (String mode : STEPS) {
                    server.execute("SET GLOBAL gtid_mode = " + mode);
                    rows = insert(followed, rows);
                    List<ChangeBatch> batches = followed.readToEnd(place);
                    all.addAll(batches);
                    place = (BinlogPosition) Batches.last(batches).resumePosition();
                    assertThat(place.gtidSet() != null).as("GTIDs with " + mode).isEqualTo(mode.startsWith("ON"));
                    assertThat(place.toMap()).containsKeys("file", "offset");
                }
            }
            assertThat(FollowedServer.texts(all)).isEqualTo(inserts(1, rows));
        }
    }

    @Test
    void skipsNothingWhenItWasOffForAWhileMeanwhile() throws Exception {
        try (DatabaseServer server = start()) {
            FollowedServer followed = FollowedServer.of(server);
            server.execute(
                    "SET GLOBAL gtid_mode = OFF_PERMISSIVE",
                    "SET GLOBAL gtid_mode = ON_PERMISSIVE",
                    "SET GLOBAL gtid_mode = ON");
            followed.execute("CREATE TABLE t (id BIGINT PRIMARY KEY)");
            Position place = followed.latest();
            server.execute("SET GLOBAL gtid_mode = ON_PERMISSIVE", "SET GLOBAL gtid_mode = OFF_PERMISSIVE");
            int rows = insert(followed, 0);
            server.execute("SET GLOBAL gtid_mode = ON_PERMISSIVE");
            rows = insert(followed, rows);
            server.execute("SET GLOBAL gtid_mode = ON");
            rows = insert(followed, rows);

            List<ChangeBatch> batches = new ArrayList<>();
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> {
                        try (ChangeReader reader = followed.processor().open(place)) {
                            throw Batches.readToFailure(reader, batches);
                        }
                    })
                    .withMessageContaining("anonymous")
                    .withMessageContaining("SET GLOBAL gtid_mode = ON_PERMISSIVE")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
            assertThat(Batches.events(batches)).isEmpty();

            server.execute("SET GLOBAL gtid_mode = ON_PERMISSIVE");
            assertThat(FollowedServer.texts(followed.readToEnd(place))).isEqualTo(inserts(1, rows));
        }
    }

    /** Inserts rows, three in the file that is written and two in the next; how many there are then. */
    private static int insert(FollowedServer followed, int before) {
        for (int i = 1; i <= 5; i++) {
            followed.execute("INSERT INTO t VALUES (%d)".formatted(before + i));
            if (i == 3) {
                followed.execute("FLUSH BINARY LOGS");
            }
        }
        return before + 5;
    }

    private static List<String> inserts(int first, int last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj("INSERT t [%d]"::formatted)
                .toList();
    }
}
