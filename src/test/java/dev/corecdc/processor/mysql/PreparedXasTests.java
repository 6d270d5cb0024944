package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.corecdc.processor.mysql.PreparedXa.BeforeStart;
import dev.corecdc.processor.mysql.PreparedXa.InLog;
import dev.corecdc.processor.mysql.PreparedXa.Unwanted;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreparedXasTests {

    private static final Xid A = new Xid("61", "", 1);
    private static final Xid B = new Xid("00FF27", "6271", 4_294_967_295L);

    @Test
    void areReadBackAsTheyWereSaved() {
        PreparedXas all = PreparedXas.NONE
                .with(A, new InLog("my log.000012", 1L << 40, "3e11fa47-71ca-11e1-9e33-c80aa9429562:blue:7"))
                .with(B, new InLog("b.000001", 4, null))
                .with(new Xid("63", "", 0), new InLog(null, 0, "0-1-7"))
                .with(new Xid("64", "", 0), new InLog(null, 0, null))
                .with(new Xid("", "64", 0), new Unwanted(12))
                .with(new Xid("65", "", 0), new BeforeStart());

        assertThat(all.toText()).isEqualTo("""
                        X'61',X'',1 3e11fa47-71ca-11e1-9e33-c80aa9429562:blue:7 1099511627776 my log.000012
                        X'00ff27',X'6271',4294967295 - 4 b.000001
                        X'63',X'',0 0-1-7
                        X'64',X'',0 -
                        X'',X'64',0 excluded 12
                        X'65',X'',0 before-start""");
        assertThat(PreparedXas.parse(all.toText())).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "X'61',X'',1",
                "a before-start",
                "X'61',X'',1 before-start 1",
                "X'61',X'',1 excluded",
                "X'61',X'',1 excluded x",
                "X'61',X'',1 nonsense",
                "X'61',X'',1 - 4",
                "X'61',X'',1 - x b.000001",
                "X'61',X'',1 - 4 b",
                "X'61',X'',1 before-start\n"
            })
    void areNotReadFromWhatTheyAreNot(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PreparedXas.parse(text));
    }

    @Test
    void knowOnlyTheGtidsOnAnotherServer() {
        PreparedXas there =
                PreparedXas.NONE.with(A, new InLog("b.000001", 4, "0-1-7")).with(B, new Unwanted(1));

        assertThat(there.onAnotherServer())
                .isEqualTo(PreparedXas.NONE.with(A, new InLog(null, 0, "0-1-7")).with(B, new Unwanted(1)));
    }

    @Test
    void areNoneAgainWhenAllAreForgotten() {
        PreparedXas one = PreparedXas.beforeStart(List.of(A));

        assertThat(one.without(B)).isSameAs(one);
        assertThat(one.without(A)).isSameAs(PreparedXas.NONE);
        assertThat(one.isEmpty()).isFalse();
    }

    /** As the servers do: {@code XA START 'a','',2} is refused while {@code 'a','',1} is in use. */
    @Test
    void tellTransactionsApartByTheirTextsAlone() {
        assertThat(PreparedXas.beforeStart(List.of(A)).get(new Xid("61", "", 7)))
                .isEqualTo(new BeforeStart());
        assertThat(Xid.of("a".getBytes(StandardCharsets.UTF_8), new byte[0], 1)).isEqualTo(A);
    }
}
