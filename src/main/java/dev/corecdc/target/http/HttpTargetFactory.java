package dev.corecdc.target.http;

import dev.corecdc.format.RecordFormat;
import dev.corecdc.target.Target;
import dev.corecdc.target.TargetException;
import dev.corecdc.target.TargetFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** Makes targets of the type {@code http}. */
class HttpTargetFactory implements TargetFactory<HttpTargetSettings> {

    private final @Nullable SslBundles bundles;

    /** @param bundles where {@code ssl-bundle} is looked for */
    HttpTargetFactory(@Nullable SslBundles bundles) {
        this.bundles = bundles;
    }

    @Override
    public String type() {
        return "http";
    }

    @Override
    public Class<HttpTargetSettings> settingsType() {
        return HttpTargetSettings.class;
    }

    @Override
    public boolean writesLines() {
        return true;
    }

    @Override
    public Target create(String name, RecordFormat format, HttpTargetSettings settings) {
        try {
            RequestBody body = new RequestBody(format, settings.body(), settings.gzip());
            String secret = settings.signatureSecret();
            return new HttpTarget(
                    name,
                    body,
                    new Receiver(
                            client(settings),
                            model(settings, body),
                            settings.timeout(),
                            secret == null ? null : new Signature(secret),
                            InstantSource.system()),
                    Answers.of(settings.retryOn()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new TargetException(
                    "The target '" + name + "' cannot post: " + e.getMessage() + ".",
                    "Correct it below cdc.targets." + name + ".http.",
                    e);
        }
    }

    private static HttpRequest model(HttpTargetSettings settings, RequestBody body) {
        if (settings.password() != null && settings.username() == null) {
            throw new IllegalArgumentException("password needs username");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(settings.url()))
                .header("Content-Type", body.contentType())
                .header("User-Agent", "core-cdc");
        if (settings.gzip()) {
            request.header("Content-Encoding", "gzip");
        }
        if (settings.bearerToken() != null) {
            request.header("Authorization", "Bearer " + settings.bearerToken());
        } else if (settings.username() != null) {
            String password = settings.password() == null ? "" : settings.password();
            request.header("Authorization", "Basic " + base64(settings.username() + ":" + password));
        }
        settings.headers().forEach(request::setHeader);
        return request.build();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The client ignores a user in it, whose password would be seen in messages. */
    private static URI uri(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("url cannot be read as one", null);
        }
        String scheme = uri.getScheme();
        if (scheme == null
                || uri.getHost() == null
                || !Set.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("url does not begin with http:// or https:// and a host");
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("url has a user in it, who belongs into username and password");
        }
        return uri;
    }

    /** With a bundle that is loaded again, it is another. */
    private Supplier<HttpClient> client(HttpTargetSettings settings) {
        String bundle = settings.sslBundle();
        if (bundle == null || bundle.isBlank()) {
            HttpClient client = client(settings, null);
            return () -> client;
        }
        if (bundles == null) {
            throw new IllegalArgumentException("ssl-bundle needs spring.ssl.bundle");
        }
        try {
            AtomicReference<HttpClient> client = new AtomicReference<>(client(settings, bundles.getBundle(bundle)));
            bundles.addBundleUpdateHandler(bundle, updated -> client.set(client(settings, updated)));
            return client::get;
        } catch (NoSuchSslBundleException e) {
            throw new IllegalArgumentException(
                    "ssl-bundle '%s' is not one of spring.ssl.bundle: %s".formatted(bundle, bundles.getBundleNames()),
                    e);
        }
    }

    private static HttpClient client(HttpTargetSettings settings, @Nullable SslBundle bundle) {
        HttpClient.Builder client = HttpClient.newBuilder()
                // An upgrade from clear text is more than many receivers can do.
                .version(settings.url().startsWith("https:") ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER);
        if (bundle != null) {
            client.sslContext(bundle.createSslContext());
        }
        return client.build();
    }
}
