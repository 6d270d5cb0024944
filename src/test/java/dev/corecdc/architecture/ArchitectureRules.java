package dev.corecdc.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rules of the architecture for a service whose packages lie below {@code base}, each under the name it is known by. */
final class ArchitectureRules {

    private static final List<String> PACKAGES = List.of(
            "event",
            "processor",
            "transform",
            "format",
            "target",
            "checkpoint",
            "stream",
            "management",
            "config",
            "disk",
            "lease");
    private static final List<String> PORTS = List.of("processor", "target", "checkpoint");

    private final String base;
    private final Map<String, ArchRule> rules = new LinkedHashMap<>();

    private ArchitectureRules(String base) {
        this.base = base;
    }

    static Map<String, ArchRule> forServiceAt(String base) {
        return new ArchitectureRules(base).all();
    }

    private Map<String, ArchRule> all() {
        add(
                "the root holds the main class, which knows no package",
                noClasses()
                        .that()
                        .resideInAPackage(base)
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(below(PACKAGES))));
        add(
                "there are no packages but the named ones",
                classes().should().resideInAnyPackage(with(base, below(PACKAGES))));
        knowsTheJdkOnly("event");
        knowsTheJdkOnly("disk");
        knows("processor", below("event"));
        knows("transform", below("event"));
        knows("format", below("event"));
        knows("target", below("event"), below("format"), below("disk"));
        knows("checkpoint", below("event"), below("disk"), below("lease"));
        knows("lease", port("checkpoint"));
        knows("stream", below("event"), port("processor"), port("transform"), port("target"), port("checkpoint"));
        knows("management", below("stream"), below("event"));
        knows(
                "config",
                below("event"),
                below("format"),
                below("stream"),
                port("processor"),
                port("transform"),
                port("target"),
                port("checkpoint"));
        nobodyKnows("management");
        nobodyKnows("config");
        PORTS.forEach(this::portRules);
        onlyIn("the binlog library", "processor.mysql", "com.github.shyiko..");
        add(
                "the SQL parser is known only where SQL statements are read",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(below("processor.mysql"), below("target.mongodb"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("net.sf.jsqlparser.."));
        onlyIn("Kafka", "target.kafka", "org.apache.kafka..", "org.springframework.kafka..");
        onlyIn("Micrometer", "management", "io.micrometer..", "org.springframework.boot.micrometer..");
        onlyIn(
                "the web",
                "management",
                "org.springframework.web..",
                "org.springframework.http..",
                "org.springframework.security..",
                "org.springframework.boot.security..",
                "org.springframework.boot.web..",
                "org.springframework.boot.webmvc..",
                "jakarta.servlet..");
        onlyIn(
                "the actuator",
                "management",
                "org.springframework.boot.actuate..",
                "org.springframework.boot.health..",
                "org.springframework.boot.info..");
        add(
                "JDBC is known only where a database is spoken to",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                below("processor.mysql"), below("target.jdbc"), below("checkpoint.jdbc"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.sql..", "javax.sql..", "com.mysql..", "org.springframework.jdbc.."));
        add(
                "MongoDB is known only where it is spoken to",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                below("processor.mongodb"), below("target.mongodb"), below("checkpoint.mongodb"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("com.mongodb..", "org.bson..", "org.springframework.data.."));
        add(
                "Jackson is known only to processors, transforms, formats, listeners, checkpoints, management and the target mongodb",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                below("processor"),
                                below("transform"),
                                below("format"),
                                below("target.listener"),
                                below("checkpoint"),
                                below("management"),
                                below("target.mongodb"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson.."));
        return rules;
    }

    private void knowsTheJdkOnly(String name) {
        add(
                name + " knows the JDK and JSpecify",
                classes()
                        .that()
                        .resideInAPackage(below(name))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(below(name), "java..", "org.jspecify.."));
    }

    /** Of the service's own packages, {@code name} knows itself and the given ones only. */
    private void knows(String name, String... others) {
        String[] allowed = with(below(name), others);
        add(
                name + " knows only what lies beneath it",
                noClasses()
                        .that()
                        .resideInAPackage(below(name))
                        .should()
                        .dependOnClassesThat(resideInAPackage(base + "..").and(not(resideInAnyPackage(allowed)))));
    }

    private void nobodyKnows(String name) {
        add(
                "nobody knows " + name,
                noClasses()
                        .that()
                        .resideOutsideOfPackage(below(name))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(below(name)));
    }

    private void portRules(String port) {
        add(
                "the siblings under " + port + " do not see each other",
                slices().matching(base + "." + port + ".(*)..").should().notDependOnEachOther());
        add(
                "the port " + port + " does not know its implementations",
                noClasses()
                        .that()
                        .resideInAPackage(port(port))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(base + "." + port + ".*.."));
    }

    private void onlyIn(String what, String home, String... packages) {
        add(
                what + " is known only in " + home,
                noClasses()
                        .that()
                        .resideOutsideOfPackage(below(home))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(packages));
    }

    /** A package may not be there yet, or not any more; that the rule finds what it forbids is shown by its breach. */
    private void add(String name, ArchRule rule) {
        rules.put(name, rule.allowEmptyShould(true));
    }

    private String port(String name) {
        return base + "." + name;
    }

    private String below(String name) {
        return base + "." + name + "..";
    }

    private String[] below(List<String> names) {
        return names.stream().map(this::below).toArray(String[]::new);
    }

    private static String[] with(String first, String... others) {
        return Stream.concat(Stream.of(first), Stream.of(others)).toArray(String[]::new);
    }
}
