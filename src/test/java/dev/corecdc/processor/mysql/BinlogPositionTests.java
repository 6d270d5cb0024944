package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.corecdc.event.Position;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BinlogPositionTests {

    private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

    private static final PreparedXas PREPARED =
            PreparedXas.NONE.with(new Xid("61", "", 1), new PreparedXa.InLog("b.000001", 4, null));

    private static BinlogPosition at(String server, @Nullable String gtids, String file, long offset, int events) {
        return new BinlogPosition(server, gtids, file, offset, events);
    }

    private static BinlogPosition dated(String file, long offset, long begun) {
        return at("s", null, file, offset, 0).begun(Instant.ofEpochSecond(begun));
    }

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of("itself", at("s", null, "b.000001", 4, 0), at("s", null, "b.000001", 4, 0), true),
                Arguments.of("earlier", at("s", null, "b.000001", 9, 0), at("s", null, "b.000001", 4, 0), true),
                Arguments.of(
                        "more prepared",
                        at("s", null, "b.000001", 4, 0),
                        at("s", null, "b.000001", 4, 0).with(PREPARED),
                        true),
                Arguments.of("later", at("s", null, "b.000001", 4, 0), at("s", null, "b.000001", 9, 0), false),
                Arguments.of("file before", at("s", null, "b.000002", 4, 0), at("s", null, "b.000001", 9, 0), true),
                Arguments.of("file after", at("s", null, "b.000001", 9, 0), at("s", null, "b.000002", 4, 0), false),
                Arguments.of("longer number", at("s", null, "b.1000000", 4, 0), at("s", null, "b.999999", 9, 0), true),
                Arguments.of("fewer events", at("s", null, "b.000001", 4, 3), at("s", null, "b.000001", 4, 2), true),
                Arguments.of("more events", at("s", null, "b.000001", 4, 2), at("s", null, "b.000001", 4, 3), false),
                Arguments.of("within", at("s", null, "b.000001", 9, 0), at("s", null, "b.000001", 4, 3), true),
                Arguments.of(
                        "behind 4 GiB", at("s", null, "b.000001", 1L << 33, 0), at("s", null, "b.000001", 9, 0), true),
                Arguments.of("other server", at("s", null, "b.000001", 9, 0), at("t", null, "b.000001", 4, 0), false),
                Arguments.of(
                        "other base name", at("s", null, "b.000001", 9, 0), at("s", null, "c.000001", 4, 0), false),
                Arguments.of(
                        "set of other server",
                        at("s", A + ":1-9", "b.000001", 4, 0),
                        at("t", A + ":1-5", "x.000007", 9, 0),
                        true),
                Arguments.of(
                        "larger set of other",
                        at("s", A + ":1-5", "b.000009", 4, 0),
                        at("t", A + ":1-9", "x.000001", 9, 0),
                        false),
                Arguments.of(
                        "within on other server",
                        at("s", A + ":1-9", "b.000001", 4, 0),
                        at("t", A + ":1-5", "x.000001", 9, 1),
                        false),
                Arguments.of(
                        "from within, other",
                        at("s", A + ":1-9", "b.000001", 4, 2),
                        at("t", A + ":1-9", "x.000001", 9, 0),
                        true),
                Arguments.of(
                        "other server, one set",
                        at("s", A + ":1-9", "b.000001", 4, 0),
                        at("t", null, "x.000001", 9, 0),
                        false),
                Arguments.of(
                        "other server, no set",
                        at("s", null, "b.000001", 4, 0),
                        at("t", A + ":1", "x.000001", 9, 0),
                        false),
                Arguments.of(
                        "files begun anew",
                        at("s", A + ":1", "b.000001", 9, 0),
                        at("s", A + ":1-9", "b.000001", 4, 0),
                        false),
                Arguments.of("file begun then", dated("b.000001", 9, 5), dated("b.000001", 4, 5), true),
                Arguments.of("file begun anew", dated("b.000001", 9, 6), dated("b.000001", 4, 5), false),
                Arguments.of("unknown when begun", dated("b.000001", 9, 6), at("s", null, "b.000001", 4, 0), true),
                Arguments.of("later file", dated("b.000002", 4, 6), dated("b.000001", 9, 5), true),
                Arguments.of(
                        "files and sets",
                        at("s", A + ":1-9", "b.000001", 9, 0),
                        at("s", A + ":1-8", "b.000001", 4, 3),
                        true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void coversWhatLiesBefore(String name, BinlogPosition position, BinlogPosition other, boolean covers) {
        assertThat(position.covers(other)).isEqualTo(covers);
    }

    @Test
    void coversNoPositionOfAnotherKind() {
        Position other = new Position() {
            @Override
            public boolean covers(Position that) {
                return true;
            }

            @Override
            public Map<String, Object> toMap() {
                return Map.of();
            }
        };
        assertThat(at("s", null, "b.000001", 4, 0).covers(other)).isFalse();
    }

    static Stream<BinlogPosition> positions() {
        return Stream.of(
                at("s", null, "b.000001", 4, 0),
                at("s", "", "b.000001", 4, 0),
                dated("b.000001", 4, 1_700_000_000),
                at("s", A + ":1-5", "b.000001", 123, 0),
                at("s", "0-1-5,1-1-7", "b.000001", 1L << 40, 7),
                at("s", null, "b.000001", 4, 0).with(PREPARED));
    }

    @ParameterizedTest
    @MethodSource("positions")
    void isReadBackAsItWasSaved(BinlogPosition position) {
        assertThat(BinlogPosition.of(position.toMap())).isEqualTo(position);
    }

    @Test
    void isSavedForPeopleToRead() {
        assertThat(at("s", "0-1-5", "b.000001", 123, 7).toMap())
                .containsExactly(
                        Map.entry("server", "s"),
                        Map.entry("gtidSet", "0-1-5"),
                        Map.entry("file", "b.000001"),
                        Map.entry("offset", 123L),
                        Map.entry("events", 7L));
        assertThat(at("s", null, "b.000001", 123, 0).toMap()).containsOnlyKeys("server", "file", "offset");
        assertThat(dated("b.000001", 4, 1_700_000_000).toMap()).containsEntry("begun", "2023-11-14T22:13:20Z b.000001");
        assertThat(dated("b.000001", 4, 1_700_000_000).describe()).containsOnlyKeys("server", "file", "offset");
        assertThat(at("s", "0-1-5", "b.000001", 123, 0)).hasToString("b.000001:123 (GTIDs 0-1-5)");
        assertThat(at("s", "", "b.000001", 4, 0)).hasToString("b.000001:4");
    }

    @Test
    void doesNotTakeWhenAFileWasBegunForAnotherFile() {
        Map<String, Object> edited =
                new LinkedHashMap<>(dated("b.000007", 4, 1_700_000_000).toMap());
        edited.put("file", "b.000005");

        assertThat(BinlogPosition.of(edited)).isEqualTo(at("s", null, "b.000005", 4, 0));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("server", null, "server"),
                Arguments.of("server", " ", "server"),
                Arguments.of("server", 5L, "server"),
                Arguments.of("gtidSet", 5L, "gtidSet"),
                Arguments.of("file", null, "file"),
                Arguments.of("file", "binlog", "binlog"),
                Arguments.of("file", "binlog.x", "binlog.x"),
                Arguments.of("file", "binlog.", "binlog."),
                Arguments.of("offset", null, "offset"),
                Arguments.of("offset", "4", "offset"),
                Arguments.of("offset", -1L, "offset"),
                Arguments.of("events", "x", "events"),
                Arguments.of("events", -1L, "events"),
                Arguments.of("begun", 5L, "begun"),
                Arguments.of("begun", "yesterday", "begun"),
                Arguments.of("prepared", 5L, "prepared"),
                Arguments.of("prepared", "a b", "XA transaction"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void refusesWhatIsNoPosition(String key, @Nullable Object value, String said) {
        Map<String, Object> map =
                new LinkedHashMap<>(at("s", null, "b.000001", 4, 0).toMap());
        map.remove(key);
        if (value != null) {
            map.put(key, value);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BinlogPosition.of(map))
                .withMessageContaining(said);
    }

    @Test
    void refusesACountOfEventsThatNoTransactionHas() {
        Map<String, Object> map =
                new LinkedHashMap<>(at("s", null, "b.000001", 4, 1).toMap());
        map.put("events", 1L << 40);
        assertThatIllegalArgumentException().isThrownBy(() -> BinlogPosition.of(map));
    }
}
