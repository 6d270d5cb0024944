package dev.corecdc.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents point to is there. */
class DocumentationTests {

    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");
    private static final Pattern LINK = Pattern.compile("]\\((?!\\w+:)([^)#\\s]*)(#[^)\\s]*)?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
    private static final Pattern ALERT = Pattern.compile("alert: (CoreCdc\\w+)");

    static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("src/docs"));
                Stream<Path> chart = Files.walk(Path.of("helm"))) {
            return Stream.of(Stream.of(Path.of("README.md"), Path.of("CHANGELOG.md")), docs, chart)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsSomewhere(Path document) throws IOException {
        List<MatchResult> links = LINK.matcher(
                        CODE.matcher(Files.readString(document)).replaceAll(""))
                .results()
                .toList();
        for (MatchResult link : links) {
            Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
            assertThat(target).as(link.group()).exists();
            if (link.group(2) != null) {
                assertThat(anchors(target)).as(link.group()).contains(link.group(2));
            }
        }
    }

    @Test
    void everyAlertHasItsSectionInTheRunbookAndItsLineInTheReadmeOfTheChart() throws IOException {
        List<String> alerts = ALERT.matcher(Files.readString(Path.of("helm/core-cdc/templates/prometheusrule.yaml")))
                .results()
                .map(alert -> alert.group(1))
                .toList();
        String readme = Files.readString(Path.of("helm/core-cdc/README.md"));

        assertThat(alerts).hasSizeGreaterThan(5).doesNotHaveDuplicates().allSatisfy(alert -> {
            assertThat(anchors(Path.of("src/docs/runbook.md"))).contains("#" + alert.toLowerCase(Locale.ROOT));
            assertThat(readme).contains("| `" + alert + "` |");
        });
    }

    /** As GitHub and others make them of headings. */
    private static Set<String> anchors(Path document) throws IOException {
        return HEADING.matcher(Files.readString(document))
                .results()
                .map(heading -> "#"
                        + heading.group(1)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z0-9 _-]", "")
                                .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
