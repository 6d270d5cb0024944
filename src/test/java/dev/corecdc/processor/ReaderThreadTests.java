package dev.corecdc.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class ReaderThreadTests {

    private final CompletableFuture<String> seen = new CompletableFuture<>();

    @AfterEach
    void forget() {
        MDC.clear();
    }

    @Test
    void logsForTheProcessorOfItsMaker() {
        MDC.put("processor", "shop");

        Thread thread = ReaderThread.of("cdc-shop-binlog", () -> seen.complete(MDC.get("processor")));
        MDC.clear();
        thread.start();

        assertThat(seen.join()).isEqualTo("shop");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).isEqualTo("cdc-shop-binlog");
    }

    @Test
    void logsForNobodyWhereItsMakerDoes() {
        ReaderThread.of("x", () -> seen.complete(String.valueOf(MDC.get("processor"))))
                .start();

        assertThat(seen.join()).isEqualTo("null");
    }
}
