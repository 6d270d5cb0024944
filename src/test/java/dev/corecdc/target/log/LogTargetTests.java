package dev.corecdc.target.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.target.Target;
import dev.corecdc.target.TargetContract;
import dev.corecdc.testing.Changes;
import dev.corecdc.testing.NumberFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTargetTests extends TargetContract {

    private final PrintStream console = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void catchTheStandardOutput() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.US_ASCII));
    }

    @AfterEach
    void restoreTheStandardOutput() {
        System.setOut(console);
    }

    @Override
    protected Target open() {
        return new LogTargetFactory().create("console", new NumberFormat(), new LogTargetSettings());
    }

    @Override
    protected List<Long> delivered() {
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .map(NumberFormat::numberOf)
                .toList();
    }

    @Test
    void printsNothingButTheRecordsInUtf8() throws Exception {
        open().save(List.of(Changes.insert(1, "ü"), Changes.insert(2, "😀")));
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("INSERT 1 ü\nINSERT 2 😀\n");
    }

    @Test
    void keepsLinesWholeAmongThoseOfOthers() throws Exception {
        CompletableFuture<?> other = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 2_000; i++) {
                System.out.println("a line of the log");
            }
        });
        Target target = open();
        for (int i = 0; i < 20; i++) {
            target.save(Changes.inserts(1, 5_000));
        }
        other.join();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .allMatch(line -> line.equals("a line of the log") || line.matches("INSERT \\d+ name \\d+"))
                .hasSize(102_000);
    }

    @Test
    void failsWhenTheStandardOutputIsBroken() {
        System.setOut(new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                },
                true,
                StandardCharsets.UTF_8));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> open().save(Changes.inserts(1, 1)))
                .withMessageContaining("the standard output is closed or broken");
    }
}
