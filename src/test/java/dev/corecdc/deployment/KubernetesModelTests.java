package dev.corecdc.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesModelTests {

    @Test
    void readsWhatTheOperatorOfPrometheusKnows() {
        assertThat(Manifests.of("""
                apiVersion: monitoring.coreos.com/v1
                kind: ServiceMonitor
                metadata: { name: shop }
                spec: { endpoints: [{ port: http }] }
                """).only(ServiceMonitor.class).getSpec().getEndpoints())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // a field that is not there, high up and deep down
                "{ apiVersion: v1, kind: Service, metadata: { name: a }, specification: { } }",
                "{ apiVersion: apps/v1, kind: StatefulSet, metadata: { name: a }, spec: { template: { spec:"
                        + " { containers: [{ livenessProbe: { httpGet: { url: / } } }] } } } }",
                "{ apiVersion: monitoring.coreos.com/v1, kind: PrometheusRule, metadata: { name: a }, spec:"
                        + " { groups: [{ name: a, rules: [{ alarm: a }] }] } }",
                // values of another type
                "{ apiVersion: v1, kind: Service, metadata: { name: a }, spec: { ports: [{ port: '8080' }] } }",
                "{ apiVersion: v1, kind: Service, metadata: { name: a, labels: { version: 1.0 } } }",
                "{ apiVersion: v1, kind: Service, metadata: { name: a, annotations: { scrape: true } } }",
                "{ apiVersion: v1, kind: ServiceAccount, metadata: { name: a }, automountServiceAccountToken: 'false' }",
                // kinds that are not there, or not in that version
                "{ apiVersion: v1, kind: Servise, metadata: { name: a } }",
                "{ apiVersion: extensions/v1beta1, kind: Deployment, metadata: { name: a } }",
            })
    void refusesWhatKubernetesDoesNotKnow(String manifest) {
        assertThatThrownBy(() -> Manifests.of(manifest)).isInstanceOf(IllegalArgumentException.class);
    }
}
