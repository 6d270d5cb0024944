package dev.corecdc.processor.mysql;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is unwise about a source, said in the log whenever that changes. Safe for use by several threads. */
final class SourceWarnings {

    private static final Logger log = LoggerFactory.getLogger(SourceWarnings.class);

    private List<String> current = List.of();

    /** @param found all that is unwise now */
    synchronized void update(List<String> found) {
        found.stream().filter(warning -> !current.contains(warning)).forEach(log::warn);
        current.stream()
                .filter(warning -> !found.contains(warning))
                .forEach(warning -> log.info("No longer: {}", warning));
        current = List.copyOf(found);
    }

    synchronized List<String> current() {
        return current;
    }
}
