package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.processor.mysql.MySqlSettings.Mode;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/**
 * One way to connect, tried with both connections, that for questions and that for the log, which are to behave the same. Immutable.
 *
 * @param from the end of the log
 */
record Connecting(MySqlSettings settings, @Nullable SslBundles bundles, BinlogPosition from) {

    static Connecting to(FollowedServer followed) throws SourceException {
        return new Connecting(followed.settings(), null, followed.latest());
    }

    Connecting with(SslBundles others) {
        return new Connecting(settings, others, from);
    }

    Connecting with(Mode mode, @Nullable String bundle) {
        return with(MySqlSettingsBuilder.like(settings).ssl(mode, bundle));
    }

    Connecting at(String host) {
        return with(MySqlSettingsBuilder.like(settings).host(host));
    }

    Connecting as(String user, @Nullable String password) {
        return with(MySqlSettingsBuilder.like(settings).user(user, password));
    }

    Connecting allowingPublicKeyRetrieval(boolean allowed) {
        return with(MySqlSettingsBuilder.like(settings).allowPublicKeyRetrieval(allowed));
    }

    private Connecting with(MySqlSettingsBuilder others) {
        return new Connecting(others.build(), bundles, from);
    }

    Tls tls() {
        return new Tls(settings.ssl(), bundles);
    }

    /** Asks something. */
    void ask() throws SourceException {
        ServerSession.open(settings, tls()).close();
    }

    /** Reads the log. */
    void read() throws Exception {
        BinlogConnection connection = BinlogConnection.onePass(settings, tls(), from, false);
        try {
            connection.open("cdc-test-binlog");
        } finally {
            connection.close();
        }
    }

    void succeeds() throws Exception {
        ask();
        read();
    }

    /** Both fail for a reason that only a person can mend, and with the same words. */
    String isRefused() {
        SourceException asking = failure(this::ask);
        SourceException reading = failure(this::read);
        assertThat(reading.kind()).as(reading.getMessage()).isEqualTo(Kind.REFUSED);
        assertThat(asking.kind()).as(asking.getMessage()).isEqualTo(Kind.REFUSED);
        assertThat(reading).hasMessage(asking.getMessage());
        assertThat(asking.getMessage()).contains(settings.address()).contains("'" + settings.username() + "'");
        return String.valueOf(asking.getMessage());
    }

    static SourceException failure(Attempt attempt) {
        SourceException failure = catchThrowableOfType(SourceException.class, attempt::run);
        assertThat(failure).as("failure").isNotNull();
        return failure;
    }

    /** Something that is to fail. */
    interface Attempt {
        void run() throws Exception;
    }
}
