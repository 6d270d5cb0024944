package dev.corecdc.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What can be told of the Dockerfile without an engine, and that the chart and it agree. */
class ImageTests {

    /** One instruction an entry, whatever lines it is written on. */
    private final List<String> instructions;

    ImageTests() throws IOException {
        String dockerfile = Files.readString(Path.of("Dockerfile"))
                .replaceAll("(?m)^#.*\\n", "")
                .replaceAll("\\\\\\n\\s*", "");
        this.instructions = dockerfile.lines().filter(line -> !line.isBlank()).toList();
    }

    @Test
    void theBaseIsOneVersionOfJava25() {
        assertThat(of("ARG")).containsExactly("JAVA=25.0.3_9");
        assertThat(of("FROM"))
                .containsExactly("eclipse-temurin:${JAVA}-jdk-noble AS build", "eclipse-temurin:${JAVA}-jre-noble");
    }

    @Test
    void itRunsAsTheUserInTheFolderAndWithTheHeapOfTheChart() {
        JsonNode values = Chart.yaml("values.yaml");
        JsonNode security = values.path("podSecurityContext");
        String folder = values.path("workingDir").asString();

        assertThat(of("USER"))
                .containsExactly(security.path("runAsUser").asInt() + ":"
                        + security.path("runAsGroup").asInt());
        assertThat(of("WORKDIR")).last().isEqualTo(folder);
        assertThat(of("VOLUME")).containsExactly(folder + "/data");
        assertThat(of("ENV"))
                .containsExactly(
                        "JAVA_TOOL_OPTIONS=\"" + values.path("javaOptions").asString() + "\"");
    }

    @Test
    void everyRunAfterTheUserIsChosenIsTheServiceAlone() {
        int user = instructions.indexOf("USER 10001:10001");
        assertThat(instructions.subList(user, instructions.size())).noneMatch(line -> line.startsWith("RUN "));
    }

    @Test
    void theCacheIsTrainedOnTheJarThatRuns() {
        String training = of("RUN").get(of("RUN").size() - 1);
        assertThat(training)
                .contains(
                        "-XX:AOTCacheOutput=/opt/core-cdc/core-cdc.aot",
                        "-Dspring.context.exit=onRefresh",
                        "-jar /opt/core-cdc/core-cdc.jar",
                        "-XX:AOTMode=on");
        assertThat(of("ENTRYPOINT"))
                .containsExactly(
                        "[\"java\", \"-XX:AOTCache=/opt/core-cdc/core-cdc.aot\", \"-jar\", \"/opt/core-cdc/core-cdc.jar\"]");
    }

    @Test
    void itsLayersAreThoseOfTheJar() {
        assertThat(of("COPY"))
                .contains(
                        "--from=build /build/layers/dependencies/ ./",
                        "--from=build /build/layers/snapshot-dependencies/ ./",
                        "--from=build /build/layers/application/ ./");
    }

    @Test
    void theHealthCheckIsThereAndCanBeRun() {
        assertThat(of("HEALTHCHECK")).hasSize(1).first().asString().endsWith("CMD [\"/opt/core-cdc/health\"]");
        assertThat(of("COPY")).contains("src/docker/core-cdc/health ./");
        assertThat(Path.of("src/docker/core-cdc/health")).isExecutable();
    }

    @Test
    void theBuildIsGivenWhatItCopies() throws IOException {
        List<String> given = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        List<String> copied = of("COPY").stream()
                .filter(copy -> !copy.startsWith("--from"))
                .flatMap(copy ->
                        Arrays.stream(copy.substring(0, copy.lastIndexOf(' ')).split(" ", -1)))
                .toList();

        assertThat(given).contains("pom.xml", "mvnw", ".mvn", "src/main").allSatisfy(path -> assertThat(Path.of(path))
                .exists());
        assertThat(copied).allSatisfy(source -> {
            assertThat(Path.of(source)).exists();
            assertThat(given).anyMatch(source::startsWith);
        });
    }

    /** The image of build-image has no application.yml to be trained on. */
    @Test
    void theOtherImageIsTrainedWithWhatTheServiceCannotDoWithout() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        assertThat(Pattern.compile("<(BP_\\w+|TRAINING_\\w+)>")
                        .matcher(pom)
                        .results()
                        .map(MatchResult::group)
                        .toList())
                .containsExactly("<BP_JVM_VERSION>", "<BP_JVM_AOTCACHE_ENABLED>", "<TRAINING_RUN_JAVA_TOOL_OPTIONS>");
        assertThat(pom).contains("-Dcdc.targets.training.type=log");
        // A main class for what is called by hand would be that of the image, too.
        assertThat(pom).doesNotContain("DemoApplication");
    }

    private List<String> of(String instruction) {
        return instructions.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length()).strip())
                .toList();
    }
}
