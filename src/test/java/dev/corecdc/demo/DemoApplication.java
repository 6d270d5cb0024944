package dev.corecdc.demo;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.testing.AtExit;
import dev.corecdc.testing.BuildFolder;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.EmbeddedMariaDb;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Runs the service on an embedded MariaDB whose shop changes all the time, and on a stand-in for a MongoDB replica set in which a
 * person does; its settings are in {@code application-demo.yml}. Ends at Ctrl-C and leaves nothing outside {@code target}.
 *
 * <p>The annotation is what {@code ./mvnw spring-boot:test-run} finds it by; the application is {@link CoreCdcApplication}.
 */
@SpringBootApplication
public final class DemoApplication {

    private static final Logger LOG = LoggerFactory.getLogger(DemoApplication.class);

    private DemoApplication() {}

    public static void main(String[] args) {
        DatabaseServer server = EmbeddedMariaDb.start();
        // As the check-up of the source wants it: tests have it quicker.
        server.execute(
                "SET GLOBAL sync_binlog = 1",
                "SET GLOBAL innodb_flush_log_at_trx_commit = 1",
                "SET GLOBAL gtid_strict_mode = ON");
        ShopSchema.create(server);
        InMemoryReplicaSet replicaSet = InMemoryReplicaSet.start();
        AtExit.close(replicaSet);

        ConfigurableApplicationContext service = startService(server, replicaSet, args);
        AtExit.close(service);
        AtExit.close(ShopLoad.start(server));
        AtExit.close(PeopleLoad.start(replicaSet.uri()));
        LOG.info(banner(service.getEnvironment()));
    }

    private static ConfigurableApplicationContext startService(
            DatabaseServer server, InMemoryReplicaSet replicaSet, String[] args) {
        // The positions of an earlier run belong to a server that is gone.
        Path checkpoints = BuildFolder.resolve("demo/checkpoints");
        BuildFolder.delete(checkpoints);
        return new SpringApplicationBuilder(CoreCdcApplication.class)
                .profiles("demo")
                // Closed by AtExit, before the server that it reads from.
                .registerShutdownHook(false)
                .properties(Map.of(
                        // An application.yml that lies beside the sources is not the demo's.
                        "spring.config.location", "optional:classpath:/",
                        "demo.mariadb.host", server.host(),
                        "demo.mariadb.port", server.port(),
                        "demo.mariadb.username", server.user(),
                        "demo.mariadb.password", server.password(),
                        "demo.mongodb.uri", replicaSet.uri(),
                        "demo.checkpoints", checkpoints.toString()))
                .run(args);
    }

    private static String banner(Environment environment) {
        String address = "http://localhost:" + environment.getProperty("local.server.port", "8080");
        return "A shop is changing in MariaDB, and a person in a stand-in for MongoDB; see %s/actuator/cdc and %s/api/processors, login %s / %s; Ctrl-C ends it."
                .formatted(
                        address,
                        address,
                        environment.getProperty("spring.security.user.name"),
                        environment.getProperty("spring.security.user.password"));
    }
}
