package dev.corecdc.management.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.management.Http;
import dev.corecdc.management.Http.Answer;
import dev.corecdc.management.ManagementTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.opentest4j.TestAbortedException;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * The bill of materials, as the actuator shows it where it is exposed, keeps to the policy for dependencies. Maven makes none
 * offline: then this is skipped, unless {@code CDC_TEST_REQUIRE} lists {@code sbom}.
 */
@ManagementTest
@TestPropertySource(properties = "management.endpoints.web.exposure.include=health,info,prometheus,cdc,sbom")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SbomIT {

    private static final Set<String> LICENCES = Set.of(
            "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-1.0", "EPL-2.0", "MIT", "MIT-0", "UPL-1.0");

    /** Agreed to one by one. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "com.mysql:mysql-connector-j", "The GNU General Public License, v2 with Universal FOSS Exception, v1.0");

    private final Http http;

    SbomIT(@LocalServerPort int port) {
        this.http = new Http(port);
    }

    @BeforeAll
    static void lookForIt() {
        if (SbomIT.class.getResource("/META-INF/sbom/application.cdx.json") == null) {
            String message = "No SBOM: it is not made offline";
            if (String.valueOf(System.getenv("CDC_TEST_REQUIRE")).contains("sbom")) {
                throw new IllegalStateException(message);
            }
            throw new TestAbortedException(message);
        }
    }

    @Test
    void isShownToUsersWhereItIsExposed() throws Exception {
        assertThat(http.send("GET", "/actuator/sbom").status()).isEqualTo(401);
        assertThat(http.send("GET", "/actuator/sbom/application").status()).isEqualTo(401);

        Answer answer = http.send("GET", "/actuator/sbom/application", Http.login());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/vnd.cyclonedx+json");
        assertThat(answer.json().path("bomFormat").asString()).isEqualTo("CycloneDX");
        assertThat(answer.json().path("metadata").path("component").path("name").asString())
                .isEqualTo("core-cdc");
    }

    @Test
    void namesOnlyLicencesThatAreAllowed() throws Exception {
        assertThat(components()).allSatisfy(component -> assertThat(licences(component))
                .as(name(component))
                .containsAnyElementsOf(
                        EXCEPTIONS.containsKey(name(component)) ? Set.of(EXCEPTIONS.get(name(component))) : LICENCES));
    }

    @Test
    void namesNothingTwice() throws Exception {
        assertThat(components().stream().map(SbomIT::name)).doesNotHaveDuplicates();
    }

    @Test
    void namesOneBinlogLibraryAndNoTestLibrary() throws Exception {
        Set<String> names = components().stream().map(SbomIT::name).collect(Collectors.toSet());

        assertThat(names)
                .filteredOn(name -> name.contains("binlog"))
                .containsExactly("io.debezium:mysql-binlog-connector-java");
        assertThat(names).noneMatch(name -> name.contains("junit") || name.contains("testcontainers"));
    }

    private List<JsonNode> components() throws Exception {
        JsonNode sbom =
                http.send("GET", "/actuator/sbom/application", Http.login()).json();
        List<JsonNode> components = new ArrayList<>();
        sbom.path("components").forEach(components::add);
        assertThat(components).hasSizeGreaterThan(50);
        return components;
    }

    private static String name(JsonNode component) {
        return component.path("group").asString() + ":" + component.path("name").asString();
    }

    private static List<String> licences(JsonNode component) {
        List<String> licences = new ArrayList<>();
        for (JsonNode entry : component.path("licenses")) {
            JsonNode licence = entry.path("license");
            licences.add(
                    licence.has("id")
                            ? licence.path("id").asString()
                            : licence.path("name").asString());
        }
        return licences;
    }
}
