package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.corecdc.CoreCdcApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A service that cannot start says why, and no secret. */
@ExtendWith(OutputCaptureExtension.class)
class CanaryStartTests {

    private static final String SHOP = "cdc.processors.shop: { type: mysql, mysql: { username: cdc, ";
    private static final String PEOPLE = "cdc.processors.people: { type: mongodb, mongodb: ";
    private static final String CHECKPOINTS = "cdc.checkpoint: { type: mongodb, mongodb: ";

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                SHOP + "pasword: canary } }",
                SHOP + "password: canary, port: many } }",
                SHOP + "password: canary, host: '' } }",
                SHOP + "password: canary, server-id: none } }",
                SHOP + "password: @canary } }",
                SHOP + "password: \"canary } }",
                SHOP + "password: *canary } }",
                SHOP + "password: !canary x } }",
                SHOP + "password: !canary!x x } }",
                SHOP + "password: %canary } }",
                SHOP + "password: \"\\canary\" } }",
                SHOP + "password: `canary } }",
                "cdc.processors.shop.mysql:\n  password: can: canary",
                "cdc.processors.shop.mysql:\n  password: |canary",
                "cdc.processors.shop.mysql:\n  password: a\n canary",
                "cdc.processors.shop.mysql:\n  password: canary\n  password: canary",
                SHOP + "password: canary, postgres: { password: canary } } }",
                SHOP + "password: canary }, mongodb: { uri: 'mongodb://me:canary@localhost/' } }",
                PEOPLE + "{ uri: 'mongodb://me:canary@' } }",
                PEOPLE + "{ uri: 'mongodb://me:can@canary@localhost/' } }",
                PEOPLE + "{ uri: 'mongodb://me:canary@localhost:many/' } }",
                PEOPLE + "{ uri: 'mongo://me:canary@localhost/' } }",
                PEOPLE + "{ uri: 'canary' } }",
                PEOPLE + "{ uir: 'mongodb://me:canary@localhost/' } }",
                PEOPLE + "{ uri: 'mongodb://me:canary@localhost/', collection: item } }",
                CHECKPOINTS
                        + "{ uri: 'mongodb://me:canary@localhost:1/?replicaSet=rs0&serverSelectionTimeoutMS=100' } }",
                CHECKPOINTS + "{ uri: 'mongodb://me:canary@localhost:1,me/?x' } }",
                CHECKPOINTS + "{ uri: 'mongodb+srv://me:canary@nowhere.invalid/' } }",
                CHECKPOINTS + "{ uri: 'mongodb://me:canary@localhost/', lease: many } }",
                "cdc.checkpoint: { type: jdbc, jdbc: { url: 'jdbc:postgresql://localhost:1/cdc?password=canary' } }",
                "cdc.checkpoint: { type: jdbc, jdbc: { url: 'jdbc:postgresql://localhost:1/cdc', password: canary } }",
                "cdc.checkpoint: { type: jdbc, jdbc: { url: 'jdbc:canary:x' } }",
                "cdc.checkpoint: { type: file, mongodb: { uri: 'mongodb://me:canary@localhost/' } }",
                "cdc.security.users: [ { name: me, passwort: canary } ]",
                "cdc.security.users: [ { name: me, password: canary, role: king } ]",
                "cdc.security.users: [ { name: '', password: canary } ]",
                "cdc.security.users: [ { name: me, password: canary }, { name: me, password: canary } ]"
            })
    void saysNoSecret(String wrong, CapturedOutput output) throws Exception {
        Path file = Files.writeString(folder.resolve("wrong.yml"), "cdc.targets.console.type: log\n" + wrong + "\n");

        Throwable failure = catchThrowable(() -> new SpringApplicationBuilder(CoreCdcApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.config.additional-location=file:" + file,
                        "--cdc.checkpoint.file.directory=" + folder.resolve("checkpoints"))
                .close());

        assertThat(failure).isNotNull();
        assertThat(output.getAll()).contains("APPLICATION FAILED TO START").doesNotContain("canary");
    }
}
