package dev.corecdc.deployment;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The chart of this project. Every release of it is called {@code shop} and lies in the namespace {@code data}. */
final class Chart {

    static final String RELEASE = "shop";
    static final String NAMESPACE = "data";

    private static final Path FOLDER = Path.of("helm/core-cdc").toAbsolutePath();
    private static final Path VALUES = Path.of("src/test/resources/helm").toAbsolutePath();

    private static final Map<String, Manifests> RENDERED = new ConcurrentHashMap<>();

    private Chart() {}

    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    /** The values files that the tests have for it. */
    static List<String> valuesFiles() {
        try (Stream<Path> files = Files.list(VALUES)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is made of one of the {@link #valuesFiles()}. */
    static Manifests render(String valuesFile) {
        return RENDERED.computeIfAbsent(valuesFile, file -> render(template().withValuesFile(VALUES.resolve(file))));
    }

    /**
     * What is made of one of the {@link #valuesFiles()}, with more values.
     *
     * @param more YAML, laid over the file
     */
    static Manifests render(String valuesFile, String more) {
        TemplateCommand command = template().withValuesFile(VALUES.resolve(valuesFile));
        return withTemporaryFile(more, file -> render(command.withValuesFile(file)));
    }

    /** What Helm says when it refuses to render one of the {@link #valuesFiles()} with more values. */
    static String refusal(String valuesFile, String more) {
        try {
            render(valuesFile, more);
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("Helm took these values: " + more);
    }

    private static TemplateCommand template() {
        return new Helm(FOLDER).template().withName(RELEASE).withNamespace(NAMESPACE);
    }

    private static Manifests render(TemplateCommand command) {
        return Manifests.of(command.call());
    }

    private static <T> T withTemporaryFile(String text, Function<Path, T> action) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                return action.apply(Files.writeString(file, text));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A YAML file of the chart. */
    static JsonNode yaml(String file) {
        return YamlFiles.read("helm/core-cdc/" + file);
    }

    /** A file of the chart. */
    static String text(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
