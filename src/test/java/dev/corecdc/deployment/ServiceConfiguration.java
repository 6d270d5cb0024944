package dev.corecdc.deployment;

import dev.corecdc.CoreCdcApplication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ByteArrayResource;

/**
 * An {@code application.yml} that the service can be started on in this JVM. A folder stands for its working directory. The
 * processors are not started: their sources are not there.
 */
final class ServiceConfiguration {

    private static final Pattern TYPE = Pattern.compile("cdc\\.(?:(processor)s\\.([^.]+)|(checkpoint))\\.type");

    private final String yaml;
    private final Path folder;
    private final Properties properties;

    /** @param folder where certs, if the configuration names them, lie already */
    ServiceConfiguration(String yaml, Path folder) {
        this.yaml = yaml;
        this.folder = folder;
        YamlPropertiesFactoryBean reader = new YamlPropertiesFactoryBean();
        reader.setResources(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
        this.properties = Objects.requireNonNull(reader.getObject());
    }

    /** The names of the processors that are configured. */
    List<String> processors() {
        return types().map(match -> match.group(2)).filter(Objects::nonNull).toList();
    }

    /** The kind of store that checkpoints are kept in. */
    String store() {
        return properties.getProperty("cdc.checkpoint.type", "file");
    }

    /** The packages of what is configured that are not part of this build: a feature is a folder that may be deleted. */
    List<String> missingFeatures() {
        return types().filter(match -> properties.getProperty(match.group()).equals("mongodb"))
                .map(match -> (match.group(1) == null ? match.group(3) : match.group(1)) + "/mongodb")
                .filter(feature -> !Files.isDirectory(Path.of("src/main/java/dev/corecdc", feature)))
                .toList();
    }

    private Stream<Matcher> types() {
        return properties.stringPropertyNames().stream()
                .sorted()
                .map(TYPE::matcher)
                .filter(Matcher::matches);
    }

    /** @param more properties that go before those of the configuration */
    ConfigurableApplicationContext start(Map<String, String> more, ApplicationListener<?>... listeners)
            throws IOException {
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(config.resolve("application.yml"), yaml);
        List<String> arguments = new ArrayList<>();
        arguments.add("--spring.config.location=classpath:/,file:" + config + "/");
        arguments.add("--server.port=0");
        processors().forEach(name -> arguments.add("--cdc.processors." + name + ".auto-startup=false"));
        if (store().equals("file")) {
            arguments.add("--cdc.checkpoint.file.directory=" + folder.resolve("data/checkpoints"));
        }
        // What is relative to the working directory is relative to the folder here.
        properties.stringPropertyNames().stream()
                .filter(name -> properties.getProperty(name).matches("(data|certs)/.*"))
                .forEach(name -> arguments.add("--" + name + "=" + folder.resolve(properties.getProperty(name))));
        more.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return new SpringApplicationBuilder(CoreCdcApplication.class)
                .listeners(listeners)
                .run(arguments.toArray(String[]::new));
    }
}
