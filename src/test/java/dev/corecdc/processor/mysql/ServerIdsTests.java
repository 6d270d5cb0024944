package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.corecdc.processor.SourceException;
import java.util.HashSet;
import java.util.Set;
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
}
