package dev.corecdc.management.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.management.security.FailedLogins.Caller;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedLoginsTests {

    private static final Caller ME = Caller.of("10.0.0.7", "me");

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private final FailedLogins failures = new FailedLogins(3, Duration.ofMinutes(1), now::get);

    @Test
    void takesAFewFailuresAndThenNoMoreForAWhile() {
        assertThat(failures.add(ME)).isFalse();
        assertThat(failures.add(ME)).isFalse();
        assertThat(failures.lockedFor(ME)).isZero();
        assertThat(failures.add(ME)).isTrue();

        assertThat(failures.lockedFor(ME)).isEqualTo(Duration.ofMinutes(1));
        pass(Duration.ofSeconds(59));
        assertThat(failures.lockedFor(ME)).isEqualTo(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(failures.lockedFor(ME)).isZero();
    }

    @Test
    void beginsAnewAfterTheWait() {
        fail(ME, 3);
        pass(Duration.ofMinutes(1));

        fail(ME, 2);
        assertThat(failures.lockedFor(ME)).isZero();
        fail(ME, 1);
        assertThat(failures.lockedFor(ME)).isPositive();
    }

    @Test
    void forgetsFailuresThatAreFarApart() {
        for (int i = 0; i < 10; i++) {
            fail(ME, 2);
            pass(Duration.ofMinutes(1));
        }
        assertThat(failures.lockedFor(ME)).isZero();
    }

    @Test
    void forgetsAfterASuccess() {
        fail(ME, 2);
        failures.forget(ME);
        fail(ME, 2);

        assertThat(failures.lockedFor(ME)).isZero();
    }

    @Test
    void locksOutNobodyElse() {
        fail(ME, 3);

        assertThat(failures.lockedFor(Caller.of("10.0.0.8", "me"))).isZero();
        assertThat(failures.lockedFor(Caller.of("10.0.0.7", "you"))).isZero();
    }

    @Test
    void takesAnIpv6NetworkForOneAddress() {
        fail(Caller.of("2001:db8:0:1:0:0:0:1", "me"), 3);

        assertThat(failures.lockedFor(Caller.of("2001:db8:0:1:ffff:0:0:2", "me")))
                .isPositive();
        assertThat(failures.lockedFor(Caller.of("2001:db8:0:2:0:0:0:1", "me"))).isZero();
    }

    @Test
    void remembersNoMoreThanItCanHold() {
        fail(ME, 3);
        for (int i = 0; i < FailedLogins.MOST - 1; i++) {
            failures.add(Caller.of("10.0.0.9", "guess-" + i));
        }
        assertThat(failures.lockedFor(ME)).isPositive();

        for (int i = 0; i < FailedLogins.MOST; i++) {
            failures.add(Caller.of("10.0.0.9", "another-" + i));
        }
        assertThat(failures.size()).isEqualTo(FailedLogins.MOST);
        assertThat(failures.lockedFor(ME)).isZero();
    }

    @Test
    void remembersNoMoreThanAPartOfALongName() {
        assertThat(Caller.of("10.0.0.7", "x".repeat(8000)).user()).hasSize(64);
    }

    private void fail(Caller caller, int times) {
        for (int i = 0; i < times; i++) {
            failures.add(caller);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
