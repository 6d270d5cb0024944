package dev.corecdc.processor.mysql;

import dev.corecdc.processor.mysql.MySqlSettings.ColumnNames;
import dev.corecdc.processor.mysql.MySqlSettings.Mode;
import dev.corecdc.processor.mysql.MySqlSettings.Ssl;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings that differ from others, or from what suits most tests: in clear text, with a short heartbeat. */
final class MySqlSettingsBuilder {

    private String host;
    private int port;
    private List<String> hosts = List.of();
    private String username = "cdc";
    private @Nullable String password = "secret";
    private @Nullable String serverId;
    private Ssl ssl = new Ssl(Mode.DISABLED, null);
    private Duration heartbeatInterval = Duration.ofSeconds(1);
    private Duration connectTimeout = Duration.ofSeconds(10);
    private boolean allowPublicKeyRetrieval;
    private boolean includeQuery;
    private ColumnNames columnNames = ColumnNames.NAMED;

    private MySqlSettingsBuilder(String host, int port) {
        this.host = host;
        this.port = port;
    }

    static MySqlSettingsBuilder of(String host, int port) {
        return new MySqlSettingsBuilder(host, port);
    }

    static MySqlSettingsBuilder like(MySqlSettings settings) {
        MySqlSettingsBuilder builder = of(settings.host(), settings.port())
                .hosts(settings.hosts())
                .user(settings.username(), settings.password())
                .serverId(settings.serverId())
                .heartbeatInterval(settings.heartbeatInterval())
                .connectTimeout(settings.connectTimeout())
                .allowPublicKeyRetrieval(settings.allowPublicKeyRetrieval())
                .includeQuery(settings.includeQuery())
                .columnNames(settings.columnNames());
        builder.ssl = settings.ssl();
        return builder;
    }

    MySqlSettingsBuilder host(String name) {
        host = name;
        return this;
    }

    MySqlSettingsBuilder port(int number) {
        port = number;
        return this;
    }

    MySqlSettingsBuilder hosts(List<String> several) {
        hosts = several;
        return this;
    }

    MySqlSettingsBuilder user(String name, @Nullable String secret) {
        username = name;
        password = secret;
        return this;
    }

    MySqlSettingsBuilder serverId(@Nullable String id) {
        serverId = id;
        return this;
    }

    MySqlSettingsBuilder ssl(Mode mode, @Nullable String bundle) {
        ssl = new Ssl(mode, bundle);
        return this;
    }

    MySqlSettingsBuilder heartbeatInterval(Duration interval) {
        heartbeatInterval = interval;
        return this;
    }

    MySqlSettingsBuilder connectTimeout(Duration timeout) {
        connectTimeout = timeout;
        return this;
    }

    MySqlSettingsBuilder allowPublicKeyRetrieval(boolean allowed) {
        allowPublicKeyRetrieval = allowed;
        return this;
    }

    MySqlSettingsBuilder includeQuery(boolean included) {
        includeQuery = included;
        return this;
    }

    MySqlSettingsBuilder columnNames(ColumnNames names) {
        columnNames = names;
        return this;
    }

    MySqlSettings build() {
        return new MySqlSettings(
                host,
                port,
                hosts,
                username,
                password,
                serverId,
                ssl,
                heartbeatInterval,
                connectTimeout,
                allowPublicKeyRetrieval,
                includeQuery,
                columnNames);
    }
}
