package dev.corecdc.service;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A secret that is put into one setting, to be looked for in everything that the service says.
 *
 * @param setting the record component that it is bound to, as {@code Record.component}; empty for a setting of Spring Boot
 * @param key where it stands
 * @param value what stands there
 * @param secret the part of it that nobody may see
 */
record Canary(String setting, String key, String value, String secret) {

    /** A row for every setting that holds a secret. */
    static final List<Canary> ALL = List.of(
            plain("MySqlSettings.password", "cdc.processors.shop.mysql.password"),
            // Taken from a variable whose name tells nothing.
            new Canary("", "W", "canary-w", "canary-w"),
            new Canary("MySqlSettings.password", "cdc.processors.crm.mariadb.password", "${W}", "canary-w"),
            uri(
                    "MongoSettings.uri",
                    "cdc.processors.people.mongodb.uri",
                    "mongodb://me:%s@localhost:1/?replicaSet=rs0"),
            uri(
                    "MongoCheckpointSettings.uri",
                    "cdc.checkpoint.mongodb.uri",
                    "mongodb://me:%s@localhost:1/?replicaSet=rs0"),
            uri(
                    "JdbcCheckpointSettings.url",
                    "cdc.checkpoint.jdbc.url",
                    "jdbc:postgresql://localhost:1/cdc?password=%s"),
            plain("JdbcCheckpointSettings.password", "cdc.checkpoint.jdbc.password"),
            plain("ProcessorTransforms.secret", "cdc.processors.shop.transforms.secret"),
            uri(
                    "JdbcTargetSettings.url",
                    "cdc.targets.copy.jdbc.url",
                    "jdbc:postgresql://localhost:1/copy?ApplicationName=%s"),
            plain("JdbcTargetSettings.password", "cdc.targets.copy.jdbc.password"),
            uri(
                    "MongoTargetSettings.uri",
                    "cdc.targets.documents.mongodb.uri",
                    "mongodb://me:%s@localhost:1/?replicaSet=rs0"),
            uri("HttpTargetSettings.url", "cdc.targets.hook.http.url", "http://localhost:1/?key=%s"),
            plain("HttpTargetSettings.password", "cdc.targets.hook.http.password"),
            plain("HttpTargetSettings.signatureSecret", "cdc.targets.hook.http.signature-secret"),
            plain("HttpTargetSettings.bearerToken", "cdc.targets.api.http.bearer-token"),
            uri(
                    "",
                    "cdc.targets.events.kafka.properties.sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required username=me password=%s;"),
            plain("Login.password", "cdc.security.users[0].password"),
            plain("Login.password", "cdc.security.users[1].password"),
            plain("", "spring.security.user.password"),
            uri("", "spring.security.oauth2.resourceserver.jwt.jwk-set-uri", "http://me:%s@localhost:1/keys"));

    /** Whether it is for a service that cannot start only: nobody else has its checkpoints there. */
    boolean isOfCheckpoints() {
        return key.startsWith("cdc.checkpoint.");
    }

    static Canary plain(String setting, String key) {
        return uri(setting, key, "%s");
    }

    /** @param template the value, with %s for the secret */
    static Canary uri(String setting, String key, String template) {
        String secret = "canary-" + Integer.toHexString(key.hashCode());
        return new Canary(setting, key, template.formatted(secret), secret);
    }

    static String valueOf(String key) {
        return ALL.stream()
                .filter(canary -> canary.key().equals(key))
                .map(Canary::value)
                .findFirst()
                .orElseThrow();
    }

    /** Those whose secret, or a login with it, can be read in {@code text}. */
    static Set<String> readableIn(String text) {
        return ALL.stream()
                .filter(canary -> canary.isReadableIn(text))
                .map(Canary::key)
                .collect(Collectors.toSet());
    }

    private boolean isReadableIn(String text) {
        // Of a longer text in Base64 the secret is a part, which looks different by where it begins.
        for (int shift = 0; shift < 3; shift++) {
            byte[] bytes = ("x".repeat(shift) + secret).getBytes(StandardCharsets.UTF_8);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
            if (text.contains(encoded.substring(shift == 0 ? 0 : shift + 1, encoded.length() - 1))) {
                return true;
            }
        }
        return text.contains(secret);
    }
}
