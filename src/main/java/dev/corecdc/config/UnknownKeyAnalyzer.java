package dev.corecdc.config;

import dev.corecdc.config.ConfigurationFault.UnknownKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Shows a key that nothing knows without its value, which Spring Boot's own analyzer tells: it may be a misspelt password. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnknownKeyAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
        return cause.getUnboundProperties().stream()
                .findFirst()
                .map(property -> new UnknownKey(property, List.of()))
                .map(fault -> new FailureAnalysis(String.valueOf(fault.getMessage()), fault.action(), cause))
                .orElse(null);
    }
}
