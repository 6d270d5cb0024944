package dev.corecdc.reference;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.testing.InMemoryCheckpointStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * Everything under {@code cdc} that the service can be told. Nothing is listed by hand: there is what the records annotated with
 * {@code @ConfigurationProperties} hold, and the records that the factories of processors, targets and stores ask for.
 */
final class ServiceSettings {

    private final SourceJavadoc javadoc = new SourceJavadoc();
    private final SettingsOfRecord records = new SettingsOfRecord(javadoc);
    private final List<Section> sections = new ArrayList<>();
    private final Kinds kinds;

    private ServiceSettings(Kinds kinds) {
        this.kinds = kinds;
        propertiesRecords().forEach(type -> add(List.of(prefix(type)), type));
    }

    /** In the order in which somebody would read them; those of kinds follow those that they are chosen in. */
    static List<Section> sections() {
        List<Section> found = new ArrayList<>();
        new ApplicationContextRunner()
                .withUserConfiguration(CoreCdcApplication.class)
                .withBean(CheckpointStore.class, InMemoryCheckpointStore::new)
                .withPropertyValues("cdc.targets.any.type=log")
                .run(service -> found.addAll(new ServiceSettings(new Kinds(service)).sections));
        return found;
    }

    private static List<Class<?>> propertiesRecords() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        List<Class<?>> found = new ArrayList<>();
        scanner.findCandidateComponents("dev.corecdc")
                .forEach(type -> found.add(ClassUtils.resolveClassName(
                        Objects.requireNonNull(type.getBeanClassName()), ServiceSettings.class.getClassLoader())));
        found.removeIf(type -> !prefix(type).matches("cdc(\\..*)?"));
        found.sort(Comparator.comparing(ServiceSettings::prefix));
        return found;
    }

    private static String prefix(Class<?> type) {
        return MergedAnnotations.from(type).get(ConfigurationProperties.class).getString("prefix");
    }

    /** Adds the settings of a record, and after them those of what is in its maps and lists, and of the kinds it chooses from. */
    private void add(List<String> prefixes, Class<?> type) {
        String prefix = prefixes.get(0) + ".";
        List<Setting> settings = records.in(type).stream()
                .map(setting -> setting.orNames(kinds.namesFor(prefix + setting.key())))
                .toList();
        sections.add(new Section(prefixes, type, javadoc.ofType(type), settings));
        for (Setting setting : settings) {
            String key = prefix + setting.key();
            Class<?> entry = SettingsOfRecord.entryType(setting.type());
            if (entry != null) {
                add(List.of(key + (setting.isMap() ? ".<name>" : "[]")), entry);
            }
            if (key.endsWith(".type")) {
                kinds.under(key.replaceFirst("\\.type$", "")).forEach(kind -> add(kind.prefixes(), kind.settings()));
            }
        }
    }
}
