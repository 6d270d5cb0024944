package dev.corecdc.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Alerts and dashboard ask only for meters that the service has. */
@HelmTest
class MonitoringIT {

    private static final Pattern METER_ASKED = Pattern.compile("[a-z_]+(?=\\{)");
    private static final Pattern METER_SHOWN = Pattern.compile("(?m)^[a-z_]+(?=[{ ])");

    private static Set<String> meters = Set.of();
    private static Manifests manifests = new Manifests(List.of());

    @BeforeAll
    static void scrape(@TempDir Path folder) throws Exception {
        manifests = Chart.render("monitoring.yaml");
        try (ConfigurableApplicationContext service = new RenderedService(manifests, folder).start(Map.of())) {
            meters = names(
                    METER_SHOWN, service.getBean(PrometheusMeterRegistry.class).scrape());
        }
        assertThat(meters).contains("cdc_up", "cdc_lag_seconds", "cdc_records_dead_total");
    }

    @Test
    void alertsAskForMetersThatThereAre() {
        List<Rule> rules = alerts();

        assertThat(rules)
                .extracting(Rule::getAlert)
                .contains(
                        "CoreCdcAbsent",
                        "CoreCdcDown",
                        "CoreCdcLag",
                        "CoreCdcTargetFailing",
                        "CoreCdcDeadLetters",
                        "CoreCdcNearPurge",
                        "ShopIsQuiet");
        assertThat(rules)
                .allSatisfy(rule -> assertThat(names(METER_ASKED, rule.getExpr().getStrVal()))
                        .isNotEmpty()
                        .isSubsetOf(meters));
    }

    @Test
    void alertsSayWhatAndWhere() {
        assertThat(alerts())
                .filteredOn(rule -> rule.getAlert().startsWith("CoreCdc"))
                .allSatisfy(rule -> {
                    assertThat(rule.getLabels().get("severity")).isIn("warning", "critical");
                    assertThat(rule.getAnnotations())
                            .containsKeys("summary", "description")
                            .containsEntry(
                                    "runbook_url",
                                    "https://wiki.example.com/core-cdc#"
                                            + rule.getAlert().toLowerCase(Locale.ROOT));
                    assertThat(rule.getExpr().getStrVal()).contains("job=\"shop-core-cdc\", namespace=\"data\"");
                });
    }

    @Test
    void theDashboardAsksForMetersThatThereAre() {
        JsonNode dashboard = dashboard();
        List<String> expressions = new ArrayList<>();
        dashboard.path("panels").forEach(panel -> panel.path("targets")
                .forEach(target -> expressions.add(target.path("expr").asString())));
        dashboard.path("templating").path("list").forEach(variable -> {
            if (variable.path("type").asString().equals("query")) {
                // The first one has no braces to tell a name by.
                expressions.add(variable.path("definition").asString().replace("cdc_up,", "cdc_up{},"));
            }
        });

        assertThat(expressions)
                .hasSizeGreaterThan(15)
                .allSatisfy(expression ->
                        assertThat(names(METER_ASKED, expression)).isNotEmpty().isSubsetOf(meters));
        assertThat(String.join("\n", expressions))
                .contains(meters.stream()
                        .filter(meter -> meter.startsWith("cdc_"))
                        .toList());
    }

    @Test
    void thePanelsOfTheDashboardDoNotOverlap() {
        List<String> cells = new ArrayList<>();
        dashboard().path("panels").forEach(panel -> {
            JsonNode place = panel.path("gridPos");
            for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    cells.add(
                            place.path("x").asInt() + x + "," + (place.path("y").asInt() + y));
                }
            }
        });
        assertThat(cells).doesNotHaveDuplicates().allSatisfy(cell -> assertThat(
                        Integer.parseInt(cell.substring(0, cell.indexOf(','))))
                .isLessThan(24));
    }

    private static List<Rule> alerts() {
        return manifests.only(PrometheusRule.class).getSpec().getGroups().get(0).getRules();
    }

    private static JsonNode dashboard() {
        String json = manifests.every(ConfigMap.class).stream()
                .filter(map -> map.getMetadata().getLabels().containsKey("grafana_dashboard"))
                .map(map -> map.getData().get("core-cdc.json"))
                .findFirst()
                .orElseThrow();
        return JsonMapper.shared().readTree(json);
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
