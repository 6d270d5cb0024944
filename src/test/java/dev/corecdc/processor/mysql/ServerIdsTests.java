package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.corecdc.processor.SourceException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerIdsTests {

    @Test
    void givesTheIdsOfARangeOneAfterTheOther() throws SourceException {
        ServerIds ids = ServerIds.of(" 5400 - 5402 ");

        assertThat(ids.take()).isEqualTo(5400);
        assertThat(ids.take()).isEqualTo(5401);
        ids.giveBack(5400);
        assertThat(ids.take()).isEqualTo(5400);
        assertThat(ids.take()).isEqualTo(5402);
    }

    @Test
    void saysWhenEveryIdOfTheRangeIsInUse() throws SourceException {
        ServerIds ids = ServerIds.of("4294967295");
        assertThat(ids.take()).isEqualTo(4294967295L);

        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(ids::take)
                .withMessageContaining("4294967295")
                .withMessageContaining("server-id");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = " ")
    void derivesIdsOfWhichNoTwoAreAlike(String setting) throws SourceException {
        ServerIds ids = ServerIds.of(setting);
        Set<Long> given = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(given.add(ids.take())).isTrue();
        }
        assertThat(given).allMatch(id -> id > 65535 && id <= Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "5-", "-5", "5-4", "1-4294967296", "4294967296", "1-2-3", "1,2"})
    void refusesWhatIsNoRange(String setting) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerIds.of(setting))
                .withMessageContaining("server-id '" + setting + "'");
    }

    @Test
    void leavesAnIdAloneLongerEachTimeThatItIsTakenOver() throws Exception {
        AtomicLong now = new AtomicLong();
        ServerIds ids = ServerIds.of("7", now::get);
        for (long seconds : new long[] {2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
            ids.takenOver(ids.take());
            now.addAndGet(Duration.ofSeconds(seconds).toNanos() - 1);
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(ids::take)
                    .withMessageContaining("server-id 7 ");
            now.addAndGet(1);
        }
        long quiet = ids.take();
        now.addAndGet(Duration.ofMinutes(6).toNanos());
        ids.takenOver(quiet);
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(ids.take()).isEqualTo(7);
    }

    @Test
    void takesAnotherIdOfTheRangeForOneThatIsTakenOver() throws Exception {
        ServerIds ids = ServerIds.of("7-8", () -> 0);
        ids.takenOver(ids.take());
        assertThat(ids.take()).isEqualTo(8);
    }
}
