package dev.corecdc.architecture;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTests {

    private static final String SERVICE = "dev.corecdc";
    private static final String FIXTURE = "dev.corecdc.archfixture";

    private static final Map<String, ArchRule> SERVICE_RULES = ArchitectureRules.forServiceAt(SERVICE);
    private static final Map<String, ArchRule> FIXTURE_RULES = ArchitectureRules.forServiceAt(FIXTURE);

    private static final JavaClasses SERVICE_CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(SERVICE);
    private static final JavaClasses FIXTURE_CLASSES = new ClassFileImporter().importPackages(FIXTURE);

    /** The types of the fixture that break a rule, and no others do. */
    private static final Map<String, Set<String>> BREACHES = Map.ofEntries(
            entry("the root holds the main class, which knows no package", Set.of("MoreThanMain")),
            entry("there are no packages but the named ones", Set.of("StrayPackage")),
            entry("event knows the JDK and JSpecify", Set.of("SpringInEvent")),
            entry("disk knows the JDK and JSpecify", Set.of("SpringInDisk")),
            entry("processor knows only what lies beneath it", Set.of("TargetInProcessor")),
            entry("transform knows only what lies beneath it", Set.of("StreamInTransform")),
            entry("format knows only what lies beneath it", Set.of("TargetInFormat")),
            entry("target knows only what lies beneath it", Set.of("CheckpointInTarget")),
            entry("checkpoint knows only what lies beneath it", Set.of("ProcessorInCheckpoint")),
            entry("lease knows only what lies beneath it", Set.of("MongoInLease")),
            entry(
                    "stream knows only what lies beneath it",
                    Set.of("ConfigInStream", "FileTargetInStream", "FormatInStream", "ManagementInStream")),
            entry("management knows only what lies beneath it", Set.of("ProcessorInManagement")),
            entry("config knows only what lies beneath it", Set.of("MysqlInConfig")),
            entry("nobody knows management", Set.of("ManagementInStream")),
            entry("nobody knows config", Set.of("ConfigInStream")),
            entry("the siblings under processor do not see each other", Set.of("MongoInMysql")),
            entry("the siblings under target do not see each other", Set.of("LogInFile")),
            entry("the siblings under checkpoint do not see each other", Set.of("JdbcInFile", "FileInMongo")),
            entry("the port processor does not know its implementations", Set.of("MysqlInProcessorPort")),
            entry("the port target does not know its implementations", Set.of("FileInTargetPort")),
            entry("the port checkpoint does not know its implementations", Set.of("FileInCheckpointPort")),
            entry("the binlog library is known only in processor.mysql", Set.of("BinlogInTarget")),
            entry("the SQL parser is known only where SQL statements are read", Set.of("ParserInFormat")),
            entry("Kafka is known only in target.kafka", Set.of("KafkaInStream")),
            entry("Micrometer is known only in management", Set.of("MetricsInStream")),
            entry("the web is known only in management", Set.of("WebInStream")),
            entry("the actuator is known only in management", Set.of("ActuatorInStream")),
            entry("JDBC is known only where a database is spoken to", Set.of("JdbcInStream")),
            entry(
                    "MongoDB is known only where it is spoken to",
                    Set.of("DriverInStream", "BsonInCheckpoint", "SpringDataInMysql")),
            entry(
                    "Jackson is known only to processors, transforms, formats, listeners, checkpoints, management and the target mongodb",
                    Set.of("JacksonInStream")));

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void theServiceKeepsTheRule(String name) {
        rule(SERVICE_RULES, name).check(SERVICE_CLASSES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void theRuleFindsItsPlantedBreachAndNothingElse(String name) {
        List<String> found = rule(FIXTURE_RULES, name)
                .evaluate(FIXTURE_CLASSES)
                .getFailureReport()
                .getDetails();
        Set<String> planted = Objects.requireNonNull(BREACHES.get(name), "no breach is planted for this rule");

        assertThat(planted).allSatisfy(type -> assertThat(found).anyMatch(line -> line.contains("." + type + ">")));
        assertThat(found).allMatch(line -> planted.stream().anyMatch(type -> line.contains("." + type + ">")));
    }

    @Test
    void everyPlantedBreachBelongsToARule() {
        assertThat(BREACHES.keySet()).isEqualTo(SERVICE_RULES.keySet());
    }

    private static ArchRule rule(Map<String, ArchRule> rules, String name) {
        return Objects.requireNonNull(rules.get(name));
    }

    static Set<String> names() {
        return SERVICE_RULES.keySet();
    }
}
