package dev.corecdc.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart does not take: each with values that are good but for one. */
@HelmTest
class ChartRefusalTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // keys that nothing knows
                "replicas: 2 | replicas",
                "replicaCount: 2 | replicaCount",
                "image: { name: core-cdc } | image",
                "persistence: { enable: true } | persistence",
                "probes: { liveness: { httpGet: { path: / } } } | httpGet",
                "secrets: { existing: [{ secret: a }] } | /secrets/existing/0",
                "serviceMonitor: { scrape: true } | serviceMonitor",
                // values of another type or kind
                "config: [cdc] | config",
                "image: { tag: 1.0 } | tag",
                "image: { tag: 'a b' } | tag",
                "image: { digest: 9f86 } | digest",
                "image: { repository: '' } | repository",
                "image: { pullPolicy: Sometimes } | pullPolicy",
                "secrets: { as: volumes } | as",
                "secrets: { data: { MYSQL_PASSWORD: 123456 } } | MYSQL_PASSWORD",
                "secrets: { data: { 'MYSQL PASSWORD': a } } | MYSQL PASSWORD",
                "workingDir: srv/core-cdc | workingDir",
                "persistence: { size: much } | size",
                "persistence: { accessModes: [ReadOnlyMany] } | accessModes",
                "persistence: { enabled: 'yes' } | enabled",
                "terminationGracePeriodSeconds: 2m | terminationGracePeriodSeconds",
                "resources: { limits: { memory: 512 MB } } | memory",
                "service: { port: 80800 } | port",
                "service: { type: ExternalName } | type",
                "ingress: { enabled: true } | hosts",
                "ingress: { enabled: true, hosts: [{ host: a, paths: [{ path: api }] }] } | path",
                "podDisruptionBudget: { maxUnavailable: most } | maxUnavailable",
                "serviceMonitor: { interval: 30 } | interval",
                "prometheusRule: { lagSeconds: 0 } | lagSeconds",
                "prometheusRule: { logRetentionSeconds: 1d } | logRetentionSeconds",
                "podAnnotations: { scrape: true } | scrape",
                "extraEnv: [{ value: a }] | extraEnv",
            })
    void theSchemaRefuses(String more, String said) {
        assertThat(Chart.refusal("minimal.yaml", more))
                .contains("values don't meet the specifications of the schema")
                .contains(said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cdc: { processors: { shop: { mysql: { password: secret } } } }",
                "cdc.processors.shop.mysql.password: secret",
                "cdc: { processors: { people: { mongodb: { uri: 'mongodb://cdc:secret@db' } } } }",
                "cdc: { targets: { w: { jdbc: { url: 'jdbc:mysql://db/w?user=w&password=secret' } } } }",
                "spring: { security: { user: { password: secret } } }",
                "spring: { ssl: { bundle: { pem: { a: { keystore: { private-key: '-----BEGIN PRIVATE KEY----- secret' } } } } } }",
                "spring: { ssl: { bundle: { jks: { a: { key: { password: secret } } } } } }",
                "list: [{ client-secret: secret }]",
                "some: { api-key: 'secret' }",
            })
    void noSecretMayStandInTheConfiguration(String config) {
        assertThat(Chart.refusal("minimal.yaml", "config: { %s }".formatted(config)))
                .contains("holds a secret")
                .doesNotContain("secret@", "=secret", "--- secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cdc: { processors: { shop: { mysql: { password: '${PW}' } } } }",
                "cdc: { processors: { people: { mongodb: { uri: 'mongodb://cdc:${PW}@db/?authSource=admin' } } } }",
                "cdc: { targets: { w: { jdbc: { url: 'jdbc:mysql://db/w?user=w&password=${PW}' } } } }",
                "spring: { ssl: { bundle: { pem: { a: { keystore: { private-key: certs/tls.key } } } } } }",
                "spring: { security: { oauth2: { resourceserver: { jwt: { issuer-uri: 'https://login.example.com/' } } } } }",
                "management: { endpoint: { health: { show-details: always } } }",
            })
    void whatOnlyLooksLikeOneMay(String config) {
        assertThat(Chart.render("minimal.yaml", "config: { %s }".formatted(config))
                        .all())
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "config: null | config is empty",
                "persistence: { enabled: false } | every restart would lose them",
                "config: { cdc.checkpoint.type: file }, persistence: { enabled: false } | every restart would lose them",
                "config: { server.port: '${PORT}' } | server.port must be a port number written out",
                "config: { server: { port: 0 } } | server.port must be a port number written out",
                "config: { management.server.port: -1 } | management.server.port must be a port number",
                "terminationGracePeriodSeconds: 60 | stopping may take 150 seconds",
                "config: { spring.lifecycle.timeout-per-shutdown-phase: '${STOP}' } | set terminationGracePeriodSeconds",
            })
    void whatWouldNotWork(String more, String said) {
        assertThat(Chart.refusal("minimal.yaml", "{ %s }".formatted(more))).contains(said);
    }
}
