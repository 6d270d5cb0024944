package dev.corecdc.target.kafka;

import java.security.KeyStore;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/**
 * Has Kafka's clients make TLS connections by a bundle of Spring Boot. Kafka makes it by its class name, and hands over the configuration. With a
 * bundle that is loaded again, new connections use the new one.
 */
public final class SslBundleEngines implements SslEngineFactory {

    /** The configuration's key of a {@code Supplier<SslBundle>}. */
    static final String BUNDLE = "core-cdc.ssl.bundle";

    private @Nullable Supplier<SslBundle> bundle;

    @Override
    @SuppressWarnings("unchecked")
    public void configure(Map<String, ?> configuration) {
        bundle = (Supplier<SslBundle>) configuration.get(BUNDLE);
    }

    private SslBundle bundle() {
        return Objects.requireNonNull(bundle, "not configured").get();
    }

    @Override
    public SSLEngine createClientSslEngine(String host, int port, String endpointIdentification) {
        SslBundle current = bundle();
        SSLEngine engine = current.createSslContext().createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        String[] ciphers = current.getOptions().getCiphers();
        if (ciphers != null) {
            parameters.setCipherSuites(ciphers);
        }
        String[] protocols = current.getOptions().getEnabledProtocols();
        if (protocols != null) {
            parameters.setProtocols(protocols);
        }
        parameters.setEndpointIdentificationAlgorithm(endpointIdentification);
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public SSLEngine createServerSslEngine(String host, int port) {
        throw new UnsupportedOperationException("this is for clients");
    }

    /** Kafka makes another factory where this says so; this one takes a new bundle by itself. */
    @Override
    public boolean shouldBeRebuilt(Map<String, Object> configuration) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return bundle().getStores().getKeyStore();
    }

    @Override
    public @Nullable KeyStore truststore() {
        return bundle().getStores().getTrustStore();
    }

    @Override
    public void close() {}
}
