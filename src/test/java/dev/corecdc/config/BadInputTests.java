package dev.corecdc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.corecdc.CoreCdcApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** What is wrong in the configuration stops the start and is said as description and action. */
@ExtendWith(OutputCaptureExtension.class)
class BadInputTests {

    private static final String PROCESSOR = "--cdc.processors.shop.type=mysql";
    private static final String USER = "--cdc.processors.shop.mysql.username=cdc";
    private static final String TARGET = "--cdc.targets.console.type=log";

    private final Path folder;

    BadInputTests(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void noTarget(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER),
                "There is no target to deliver changes to.",
                "Configure one under 'cdc.targets'");
    }

    @Test
    void unknownTypeOfProcessor(CapturedOutput output) {
        assertRefused(
                output,
                List.of("--cdc.processors.shop.type=oracle", TARGET),
                "'cdc.processors.shop.type' is 'oracle', but there is no such type of processor.",
                "Use one of: mariadb, mongodb, mysql.");
    }

    @Test
    void unknownTypeOfTarget(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER, "--cdc.targets.out.type=tape"),
                "'cdc.targets.out.type' is 'tape', but there is no such type of target.",
                "Use one of: file, http, jdbc, kafka, log, mongodb.");
    }

    @Test
    void unknownFormat(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER, TARGET, "--cdc.targets.console.format=xml"),
                "'cdc.targets.console.format' is 'xml', but there is no such format.",
                "Use one of: canal, cloudevents, core-cdc, debezium, maxwell.");
    }

    @Test
    void unknownTypeOfCheckpointStore(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER, TARGET, "--cdc.checkpoint.type=paper"),
                "'cdc.checkpoint.type' is 'paper', but there is no such type of checkpoint store.",
                "Use one of: file, jdbc, mongodb.");
    }

    @Test
    void aMaskOfWhatIsNoColumn(CapturedOutput output) {
        assertRefused(
                output,
                List.of(
                        PROCESSOR,
                        USER,
                        TARGET,
                        "--cdc.processors.shop.transforms.mask[0].columns=users.email",
                        "--cdc.processors.shop.transforms.mask[0].with=redact"),
                "The configuration under 'cdc.processors.shop' is wrong: of transforms.mask[0].columns, 'users.email' is not"
                        + " of the form database.table.column.",
                "Correct it there.");
    }

    @Test
    void aMaskThatIsNotToldHow(CapturedOutput output) {
        assertRefused(
                output,
                List.of(
                        PROCESSOR,
                        USER,
                        TARGET,
                        "--cdc.processors.shop.transforms.mask[0].columns=shop.users.email",
                        "--cdc.processors.shop.transforms.mask[0].with="),
                "transforms.mask[0].with is missing: it is hash, redact, truncate or \"null\", the last one with quotes",
                "Correct it there.");
    }

    @Test
    void aHashWithoutASecret(CapturedOutput output) {
        assertRefused(
                output,
                List.of(
                        PROCESSOR,
                        USER,
                        TARGET,
                        "--cdc.processors.shop.transforms.secret=canary",
                        "--cdc.processors.shop.transforms.mask[0].columns=shop.users.email",
                        "--cdc.processors.shop.transforms.mask[0].with=hash"),
                "'hash' needs a transforms.secret of 16 characters or more",
                "Correct it there.");
        assertThat(output.getAll()).doesNotContain("canary");
    }

    @Test
    void unknownTransformBean(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER, TARGET, "--cdc.processors.shop.transforms.beans=mine"),
                "transforms.beans names 'mine', but the beans of type RecordTransform are: none",
                "Correct it there.");
    }

    @Test
    void aFilterThatIsMoreThanACondition(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER, TARGET, "--cdc.targets.console.transforms.filter=T(System).exit(0)"),
                "The configuration under 'cdc.targets.console' is wrong: of transforms.filter, 'T(System)' is not allowed",
                "Correct it there.");
    }

    @Test
    void otherNamesWhereStatementsAreExecuted(CapturedOutput output) {
        assertRefused(
                output,
                List.of(
                        PROCESSOR,
                        USER,
                        TARGET,
                        "--cdc.targets.console.execute-ddl=true",
                        "--cdc.targets.console.transforms.rename[0].schema=shop",
                        "--cdc.targets.console.transforms.rename[0].to=archive"),
                "execute-ddl and transforms.rename exclude each other",
                "Correct it there.");
    }

    @Test
    void aNameForNothing(CapturedOutput output) {
        assertRefused(
                output,
                List.of(
                        PROCESSOR,
                        USER,
                        TARGET,
                        "--cdc.targets.console.transforms.rename[0].table=shop.users",
                        "--cdc.targets.console.transforms.rename[0].to=archive.people"),
                "transforms.rename[0] is one of schema, table and column, and to, a name without dots",
                "Correct it there.");
    }

    @Test
    void anUnknownKeyOfATransform(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER, TARGET, "--cdc.processors.shop.transforms.masks[0].with=redact"),
                "cdc.processors.shop.transforms.masks",
                "Correct or remove it.");
    }

    @Test
    void unknownTargetName(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER, TARGET, "--cdc.processors.shop.targets=console,warehouse"),
                "'cdc.processors.shop.targets' is 'warehouse', but there is no such target.",
                "Use one of: console.");
    }

    @Test
    void settingsForABeanThatIsNotThere(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER, TARGET, "--cdc.targets.mine.type=bean"),
                "'cdc.targets.mine' is 'mine', but there is no such bean.",
                "Use one of: console.");
    }

    @Test
    void parallelismOfATargetThatTakesOneCallAtATime(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER, TARGET, "--cdc.targets.console.parallelism=4"),
                "The configuration under 'cdc.targets.console' is wrong: parallelism is 4, but a target of type 'log' takes one call at a"
                        + " time.",
                "Leave parallelism at 1; a bean of your own allows more by implementing dev.corecdc.target.ConcurrentTarget.");
    }

    @Test
    void misspeltKey(CapturedOutput output) {
        assertRefused(
                output, List.of(PROCESSOR, USER, TARGET, "--cdc.procesors.shop.type=mysql"), "cdc.procesors.shop.type");
    }

    @Test
    void misspeltKeyOfAProcessor(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER, TARGET, "--cdc.processors.shop.inclode=shop.*"),
                "cdc.processors.shop.inclode");
    }

    @Test
    void misspeltKeyOfAKind(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER, TARGET, "--cdc.processors.shop.mysql.hots=localhost"),
                "The key 'cdc.processors.shop.mysql.hots' is not known.",
                "Known at its place:",
                "host, ");
    }

    @Test
    void aMisspeltPasswordIsNotShown(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER, TARGET, "--cdc.processors.shop.mysql.pasword=geheim"),
                "The key 'cdc.processors.shop.mysql.pasword' is not known.");
        assertThat(output.getAll()).doesNotContain("geheim");
    }

    @Test
    void settingsOfAnotherKind(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER, TARGET, "--cdc.processors.shop.mongodb.uri=mongodb://localhost"),
                "cdc.processors.shop.mongodb.uri");
    }

    @Test
    void misspeltKeyOfTheManagement(CapturedOutput output) {
        assertRefused(output, List.of(PROCESSOR, USER, TARGET, "--cdc.health.downafter2=1s"), "cdc.health.downafter2");
    }

    @Test
    void misspeltKeyOfALogin(CapturedOutput output) {
        assertRefused(
                output,
                List.of(
                        PROCESSOR,
                        USER,
                        TARGET,
                        "--cdc.security.users[0].name=me",
                        "--cdc.security.users[0].password=secret",
                        "--cdc.security.users[0].pasword=geheim"),
                "cdc.security.users[0].pasword");
        assertThat(output.getAll()).doesNotContain("geheim");
    }

    @Test
    void twoLoginsOfOneName(CapturedOutput output) {
        assertRefused(
                output,
                List.of(
                        PROCESSOR,
                        USER,
                        TARGET,
                        "--cdc.security.users[0].name=me",
                        "--cdc.security.users[0].password=geheim",
                        "--cdc.security.users[1].name=me",
                        "--cdc.security.users[1].password=geheim"),
                "'cdc.security.users' has two users called 'me'");
        assertThat(output.getAll()).doesNotContain("geheim");
    }

    @Test
    void roleThatIsNone(CapturedOutput output) {
        assertRefused(
                output,
                List.of(
                        PROCESSOR,
                        USER,
                        TARGET,
                        "--cdc.security.users[0].name=me",
                        "--cdc.security.users[0].password=geheim",
                        "--cdc.security.users[0].role=admin"),
                "cdc.security.users[0].role",
                "admin",
                "OPERATOR");
        assertThat(output.getAll()).doesNotContain("geheim");
    }

    @Test
    void fileThatIsNoYaml(CapturedOutput output) throws IOException {
        Path file = Files.writeString(
                folder.resolve("broken.yml"),
                "cdc:\n  processors:\n    shop:\n      mysql:\n        password: @geheim\n");
        assertRefused(
                output,
                List.of(PROCESSOR, USER, TARGET, "--spring.config.additional-location=file:" + file),
                "A configuration file is not valid YAML, in line 5, column 19");
        assertThat(output.getAll()).doesNotContain("geheim");
    }

    @Test
    void missingUser(CapturedOutput output) {
        assertRefused(output, List.of(PROCESSOR, TARGET), "cdc.processors.shop.mysql.username", "must not be blank");
    }

    @Test
    void wrongValue(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER, TARGET, "--cdc.processors.shop.mysql.port=many"),
                "cdc.processors.shop.mysql.port",
                "many");
    }

    @Test
    void placeToStartThatIsNone(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER, TARGET, "--cdc.processors.shop.start-at=yesterday"),
                "The configuration under 'cdc.processors.shop' is wrong: start-at 'yesterday' is none of latest, earliest");
    }

    @Test
    void patternThatNamesNoTable(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER, TARGET, "--cdc.processors.shop.include=orders"),
                "The configuration under 'cdc.processors.shop' is wrong: 'orders' is not of the form database.table");
    }

    @Test
    void serverIdThatIsNone(CapturedOutput output) {
        assertRefused(
                output,
                List.of(PROCESSOR, USER, TARGET, "--cdc.processors.shop.mysql.server-id=9-5"),
                "server-id '9-5' is neither a number from 1 to 4294967295 nor a range of them");
    }

    @Test
    void sslBundleThatIsNotThere(CapturedOutput output) {
        assertRefused(
                output,
                List.of(
                        PROCESSOR,
                        USER,
                        TARGET,
                        "--cdc.processors.shop.mysql.ssl.bundle=shop",
                        "--spring.ssl.bundle.pem.web.truststore.certificate=classpath:none.pem"),
                "The configuration under 'cdc.processors.shop' is wrong: ssl.bundle 'shop' is not one of spring.ssl.bundle:"
                        + " there is web");
    }

    @Test
    void sslBundleThatCannotBeRead(CapturedOutput output) {
        assertRefused(
                output,
                List.of(
                        PROCESSOR,
                        USER,
                        TARGET,
                        "--cdc.processors.shop.mysql.ssl.bundle=shop",
                        "--spring.ssl.bundle.pem.shop.truststore.certificate=" + folder.resolve("none.pem")),
                "ssl.bundle 'shop' cannot be read",
                "none.pem");
    }

    @Test
    void connectionStringThatIsNone(CapturedOutput output) {
        assertRefused(
                output,
                List.of(
                        "--cdc.processors.people.type=mongodb",
                        "--cdc.processors.people.mongodb.uri=mongodb://cdc:pa/ssw0rd@localhost/",
                        TARGET),
                "mongodb.uri is not a connection string",
                "percent-encoded");
        assertThat(output).doesNotContain("ssw0rd").doesNotContain("'pa'");
    }

    @Test
    void stageOfAPipelineThatIsNoJson(CapturedOutput output) {
        assertRefused(
                output,
                List.of(
                        "--cdc.processors.people.type=mongodb",
                        "--cdc.processors.people.mongodb.uri=mongodb://localhost/",
                        "--cdc.processors.people.mongodb.pipeline[0]=$match",
                        TARGET),
                "cdc.processors.people",
                "'$match', which is not a JSON document");
    }

    @Test
    void targetFolderThatCannotBeWritten(CapturedOutput output) throws IOException {
        Path file = Files.writeString(folder.resolve("plain"), "a file");
        assertRefused(
                output,
                List.of(
                        PROCESSOR,
                        USER,
                        "--cdc.targets.out.type=file",
                        "--cdc.targets.out.file.path=" + file + "/out.ndjson"),
                "out",
                file.toString());
    }

    @Test
    void damagedCheckpoint(CapturedOutput output) throws IOException {
        Path checkpoint = folder.resolve("checkpoints/shop/console.json");
        Files.createDirectories(checkpoint.getParent());
        Files.writeString(checkpoint, "{\"version\":1,");
        assertRefused(output, List.of(PROCESSOR, USER, TARGET), checkpoint.toString());
    }

    @Test
    void checkpointFolderInUse(CapturedOutput output) {
        try (ConfigurableApplicationContext first =
                run(List.of(PROCESSOR, USER, TARGET, "--cdc.processors.shop.auto-startup=false"))) {
            assertThat(first.isRunning()).isTrue();
            assertRefused(
                    output,
                    List.of(PROCESSOR, USER, TARGET),
                    folder.resolve("checkpoints").toString());
        }
    }

    private void assertRefused(CapturedOutput output, List<String> arguments, String... said) {
        Throwable refusal = catchThrowable(() -> run(arguments).close());

        assertThat(refusal).isNotNull();
        assertThat(output.getOut())
                .contains("APPLICATION FAILED TO START", "Description:", "Action:")
                .contains(said);
    }

    private ConfigurableApplicationContext run(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.add("--cdc.checkpoint.file.directory=" + folder.resolve("checkpoints"));
        all.add("--spring.main.web-application-type=none");
        return new SpringApplicationBuilder(CoreCdcApplication.class).run(all.toArray(String[]::new));
    }
}
