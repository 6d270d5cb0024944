package dev.corecdc.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.scanner.ScannerException;

/** Shows where a configuration file is no YAML, without the lines from there, which may be those of a password. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnreadableYamlAnalyzer extends AbstractFailureAnalyzer<MarkedYAMLException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MarkedYAMLException cause) {
        Mark mark = cause.getProblemMark() == null ? cause.getContextMark() : cause.getProblemMark();
        String place =
                mark == null ? "" : ", in line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1);
        return new FailureAnalysis(
                "A configuration file is not valid YAML%s%s.".formatted(place, problem(cause)),
                "Correct it there. A value with special characters, such as a password, has to stand in quotes.",
                cause);
    }

    /** Others repeat more of the file than a character or a key: the name of an alias is the rest of a password that begins with *. */
    private static String problem(MarkedYAMLException cause) {
        return cause instanceof ScannerException || cause instanceof DuplicateKeyException
                ? ": " + cause.getProblem()
                : "";
    }
}
