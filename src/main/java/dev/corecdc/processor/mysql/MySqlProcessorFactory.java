package dev.corecdc.processor.mysql;

import dev.corecdc.processor.Processor;
import dev.corecdc.processor.ProcessorFactory;
import dev.corecdc.processor.ProcessorRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/** Makes processors of the types {@code mysql} and {@code mariadb}. */
final class MySqlProcessorFactory implements ProcessorFactory<MySqlSettings> {

    static final String MYSQL = "mysql";
    static final String MARIADB = "mariadb";

    private final @Nullable SslBundles bundles;

    /** @param bundles where {@code ssl.bundle} is looked for */
    MySqlProcessorFactory(@Nullable SslBundles bundles) {
        this.bundles = bundles;
    }

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
        Tls tls = new Tls(settings.ssl(), bundles);
        ServerIds serverIds = ServerIds.of(settings.serverId());
        List<MySqlBinlogProcessor> servers = ServerAddress.of(settings).stream()
                .map(address -> new MySqlBinlogProcessor(request, settings.at(address), tls, serverIds))
                .toList();
        return servers.size() == 1 ? servers.get(0) : new FailoverProcessor(request.name(), servers);
    }
}
