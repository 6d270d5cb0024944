package dev.corecdc.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.testing.Changes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every target keeps to. */
public abstract class TargetContract {

    private Target target;

    /** A target over the place of this test, which is empty at first. It is closed before the next is opened. */
    protected abstract Target open();

    /** What is in that place, in the order of its delivery: the numbers that {@link Changes} were made with. */
    protected abstract List<Long> delivered() throws Exception;

    @BeforeEach
    void openTarget() {
        target = open();
    }

    @AfterEach
    void closeTarget() throws Exception {
        if (target instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    @Test
    void hasWhatItSavedInOrderWhenItReturns() throws Exception {
        target.save(Changes.inserts(1, 1));
        assertThat(delivered()).containsExactly(1L);
        target.save(Changes.inserts(2, 100));
        assertThat(delivered()).containsExactlyElementsOf(numbers(1, 100));
    }

    @Test
    void keepsWhatItHasWhenItIsOpenedAgain() throws Exception {
        target.save(Changes.inserts(1, 3));
        closeTarget();
        openTarget();
        target.save(Changes.inserts(4, 5));
        assertThat(delivered()).containsExactlyElementsOf(numbers(1, 5));
    }

    @Test
    void takesTheSameChangesAgain() throws Exception {
        target.save(Changes.inserts(1, 3));
        target.save(Changes.inserts(1, 3));
        target.save(Changes.inserts(4, 4));
        assertThat(new ArrayList<>(new LinkedHashSet<>(delivered()))).containsExactlyElementsOf(numbers(1, 4));
    }

    @Test
    void takesLargeRowsAndLargeBatches() throws Exception {
        String large = "ü".repeat(300_000);
        target.save(LongStream.rangeClosed(1, 20)
                .mapToObj(number -> Changes.insert(number, large))
                .toList());
        List<ChangeRecord> many = Changes.inserts(21, 20_000);
        target.save(many);
        assertThat(delivered()).containsExactlyElementsOf(numbers(1, 20_000));
    }

    @Test
    void savesAlsoOnAnInterruptedThread() throws Exception {
        Thread.currentThread().interrupt();
        target.save(Changes.inserts(1, 2));
        assertThat(Thread.interrupted()).isTrue();
        target.save(Changes.inserts(3, 3));
        assertThat(delivered()).containsExactlyElementsOf(numbers(1, 3));
    }

    @Test
    void writesDdlStatementsAmongTheRecordsIfItWritesThem() throws Exception {
        assumeThat(target).isInstanceOf(DdlRecordTarget.class);
        target.save(Changes.inserts(1, 2));
        ((DdlRecordTarget) target).saveDdl(Changes.ddl(3));
        assertThat(delivered()).containsExactlyElementsOf(numbers(1, 3));
        target.save(Changes.inserts(4, 4));
        assertThat(delivered()).containsExactlyElementsOf(numbers(1, 4));
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
