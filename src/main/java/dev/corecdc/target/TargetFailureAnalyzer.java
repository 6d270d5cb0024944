package dev.corecdc.target;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells a {@link TargetException} that stops the start as a problem and what to do about it. */
class TargetFailureAnalyzer extends AbstractFailureAnalyzer<TargetException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, TargetException cause) {
        return new FailureAnalysis(cause.problem(), cause.action(), cause);
    }
}
