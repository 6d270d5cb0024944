package dev.corecdc.processor.mysql;

import dev.corecdc.processor.Processor;
import dev.corecdc.processor.ProcessorFactory;
import dev.corecdc.processor.ProcessorRequest;
import java.util.Set;

/** Makes processors of the types {@code mysql} and {@code mariadb}. */
final class MySqlProcessorFactory implements ProcessorFactory<MySqlSettings> {

    static final String MYSQL = "mysql";
    static final String MARIADB = "mariadb";

    @Override
    public Set<String> types() {
        return Set.of(MYSQL, MARIADB);
    }

    @Override
    public Class<MySqlSettings> settingsType() {
        return MySqlSettings.class;
    }

    @Override
    public Processor create(ProcessorRequest request, MySqlSettings settings) {
        StartAt.parse(request.startAt());
        String bundle = settings.ssl().bundle();
        if (bundle != null && !bundle.isBlank()) {
            throw new IllegalArgumentException(
                    "ssl.bundle is not supported yet; the Java runtime's own trust store is used");
        }
        return new MySqlBinlogProcessor(request, settings);
    }
}
