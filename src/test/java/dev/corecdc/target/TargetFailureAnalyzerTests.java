package dev.corecdc.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

class TargetFailureAnalyzerTests {

    private final FailureAnalyzer analyzer = new TargetFailureAnalyzer();

    @Test
    void isKnownToSpringBoot() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(FailureAnalyzer.class, FailureHandler.handleMessage((message, failure) -> {})))
                .hasAtLeastOneElementOfType(TargetFailureAnalyzer.class);
    }

    @Test
    void tellsTheProblemAndWhatToDo() {
        TargetException exception = new TargetException("It is broken.", "Mend it.", null);
        assertThat(exception).hasMessage("It is broken. Mend it.");

        FailureAnalysis analysis = analyzer.analyze(new IllegalStateException("no bean", exception));
        assertThat(analysis).isNotNull().satisfies(it -> {
            assertThat(it.getDescription()).isEqualTo("It is broken.");
            assertThat(it.getAction()).isEqualTo("Mend it.");
            assertThat(it.getCause()).isSameAs(exception);
        });
    }

    @Test
    void tellsTheWholeMessageWhereTheTwoAreNotToldApart() {
        FailureAnalysis analysis = analyzer.analyze(new TargetException("It is broken. Mend it.", null));
        assertThat(analysis).isNotNull().satisfies(it -> {
            assertThat(it.getDescription()).isEqualTo("It is broken. Mend it.");
            assertThat(it.getAction()).isNull();
        });
    }

    @Test
    void leavesOtherFailuresToOthers() {
        assertThat(analyzer.analyze(new IllegalStateException("another"))).isNull();
    }
}
