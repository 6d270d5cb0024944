package dev.corecdc.target.kafka;

import dev.corecdc.format.RecordFormat;
import dev.corecdc.target.Target;
import dev.corecdc.target.TargetException;
import dev.corecdc.target.TargetFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** Makes targets of the type {@code kafka}. */
class KafkaTargetFactory implements TargetFactory<KafkaTargetSettings> {

    private final String service;
    private final @Nullable SslBundles bundles;

    /**
     * @param service the name that topics and transactions bear
     * @param bundles where {@code ssl-bundle} is looked for
     */
    KafkaTargetFactory(String service, @Nullable SslBundles bundles) {
        this.service = service;
        this.bundles = bundles;
    }

    @Override
    public String type() {
        return "kafka";
    }

    @Override
    public Class<KafkaTargetSettings> settingsType() {
        return KafkaTargetSettings.class;
    }

    @Override
    public Target create(String name, RecordFormat format, KafkaTargetSettings settings) {
        try {
            Clients clients =
                    new Clients(new ClientProperties(settings, service + "-" + name, bundle(settings.sslBundle())));
            Topics topics = new Topics(clients, settings.createTopics(), settings.timeout());
            Messages messages = new Messages(
                    new TopicNames(settings.topic(), service),
                    TopicNames.single(settings.ddlTopic(), service),
                    format,
                    settings);
            KafkaTarget target = new KafkaTarget(clients, topics, messages, settings.timeout());
            if (!settings.exactlyOnce()) {
                return target;
            }
            PositionTopic positions = new PositionTopic(
                    clients, topics, TopicNames.single(settings.positionsTopic(), service), settings.timeout());
            return new ExactlyOnceTarget(
                    target,
                    processor -> new Transactions(id(service, processor, name), clients, messages, topics, positions));
        } catch (IllegalArgumentException e) {
            throw new TargetException(
                    "The target '" + name + "' cannot send: " + e.getMessage() + ".",
                    "Correct it below cdc.targets." + name + ".kafka.",
                    e);
        }
    }

    /** Different for different names, whatever is in them; it begins with the service, so that a prefix is enough to give rights. */
    private static String id(String service, String processor, String target) {
        return Stream.of(service, processor, target)
                .map(name -> name.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining("/"));
    }

    /** With a bundle that is loaded again, it is another. */
    private @Nullable Supplier<SslBundle> bundle(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return null;
        }
        if (bundles == null) {
            throw new IllegalArgumentException("ssl-bundle needs spring.ssl.bundle");
        }
        try {
            AtomicReference<SslBundle> bundle = new AtomicReference<>(bundles.getBundle(name));
            bundles.addBundleUpdateHandler(name, bundle::set);
            return bundle::get;
        } catch (NoSuchSslBundleException e) {
            throw new IllegalArgumentException(
                    "ssl-bundle '%s' is not one of spring.ssl.bundle: %s".formatted(name, bundles.getBundleNames()), e);
        }
    }
}
