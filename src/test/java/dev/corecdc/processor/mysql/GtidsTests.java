package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GtidsTests {

    private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final String B = "4e11fa47-71ca-11e1-9e33-c80aa9429562";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | A:1 | A:1-1",
                "A:1-5 | A:6 | A:1-6",
                "A:1-5 | A:7 | A:1-5:7-7",
                "A:1-5:7-9 | A:6 | A:1-9",
                "A:1-5 | A:3 | A:1-5",
                "A:1-5 | B:1 | A:1-5,B:1-1",
                "A:1-5 | A:tag:1 | A:1-5:tag:1-1",
                "A:1-5:tag:1-3 | A:tag:4 | A:1-5:tag:1-4",
                "A:1-5:tag:1-3 | A:6 | A:1-6:tag:1-3"
            })
    void addsATransactionOfMySql(String set, String gtid, String sum) {
        Gtids gtids = Gtids.mysql(named(set));
        gtids.add(named(gtid));
        assertThat(gtids).hasToString(named(sum));
    }

    @Test
    void readsASetAsMySqlPrintsIt() {
        assertThat(Gtids.mysql(A + ":1-5:7,\n" + B + ":1-3")).hasToString(A + ":1-5:7-7," + B + ":1-3");
    }

    @Test
    void knowsASetOfManyIntervals() {
        String set = IntStream.rangeClosed(1, 20_000)
                .mapToObj(interval -> ":%d-%d".formatted(interval * 10, interval * 10 + 5))
                .collect(Collectors.joining("", A, ""));

        assertThat(Gtids.isMySql(set)).isTrue();
        assertThat(Gtids.isMySql(set + ":")).isFalse();
    }

    @Test
    void addsTransactionsOfManyServersInAnyOrder() {
        Gtids gtids = Gtids.mysql("");
        for (int i : new int[] {5, 1, 3, 2, 4, 9, 7, 8, 6}) {
            gtids.add(A + ":" + i);
        }
        assertThat(gtids).hasToString(A + ":1-9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | 0-1-1 | 0-1-1",
                "0-1-5 | 0-1-6 | 0-1-6",
                "0-1-5 | 0-2-6 | 0-2-6",
                "0-1-5 | 1-1-1 | 0-1-5,1-1-1",
                "1-1-1,0-1-5 | 0-1-6 | 0-1-6,1-1-1",
                "0-1-5 | 0-1-18446744073709551615 | 0-1-18446744073709551615"
            })
    void addsATransactionOfMariaDb(String set, String gtid, String sum) {
        Gtids gtids = Gtids.mariadb(set);
        gtids.add(gtid);
        assertThat(gtids).hasToString(sum);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "A:1-5 | \"\" | true",
                "\"\" | \"\" | true",
                "\"\" | A:1 | false",
                "A:1-5 | A:1-5 | true",
                "A:1-5 | A:2-3 | true",
                "A:1-5 | A:1-6 | false",
                "A:1-5:7-9 | A:1-5:8 | true",
                "A:1-5:7-9 | A:6 | false",
                "A:1-5 | B:1 | false",
                "A:1-5,B:1-3 | B:1-3 | true",
                "A:1-5,B:1-3 | B:1-3,A:1-5 | true",
                "A:1-5:tag:1-3 | A:1-5 | true",
                "A:1-5 | A:1-5:tag:1 | false",
                "A:1-5:tag:1-3 | A:tag:2 | true",
                "0-1-5 | \"\" | true",
                "0-1-5 | 0-1-5 | true",
                "0-1-5 | 0-2-4 | true",
                "0-1-5 | 0-1-6 | false",
                "0-1-5,1-1-9 | 1-1-9 | true",
                "0-1-5 | 0-1-5,1-1-1 | false",
                "0-1-18446744073709551615 | 0-1-5 | true",
                "\"\" | 0-1-1 | false",
                "0-1-5 | A:1 | false",
                "A:1-5 | 0-1-5 | false"
            })
    void tellsWhetherASetContainsAnother(String set, String part, boolean contained) {
        assertThat(Gtids.contains(named(set), named(part))).isEqualTo(contained);
    }

    private static String named(String set) {
        return set.replace("A", A).replace("B", B);
    }
}
