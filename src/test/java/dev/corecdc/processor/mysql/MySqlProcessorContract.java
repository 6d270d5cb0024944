package dev.corecdc.processor.mysql;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.ProcessorContract;
import dev.corecdc.testing.DatabaseServer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;

/** The contract of processors, on a server of its own, whose log nobody else writes. */
abstract class MySqlProcessorContract extends ProcessorContract {

    private FollowedServer followed;
    private int statements;

    abstract DatabaseServer server();

    @BeforeEach
    void createTables() {
        followed = FollowedServer.of(server()).without("log");
        followed.execute("CREATE TABLE person (id BIGINT PRIMARY KEY)", "CREATE TABLE log (id INT)");
    }

    @Override
    protected Processor processor() {
        return followed.processor();
    }

    @Override
    protected void insert(List<Long> numbers) {
        followed.execute("INSERT INTO person VALUES "
                + numbers.stream().map("(%d)"::formatted).collect(Collectors.joining(", ")));
    }

    @Override
    protected long numberOf(ChangeRecord change) {
        return (Long) Objects.requireNonNull(change.row().get(0));
    }

    @Override
    protected void executeDdl() {
        followed.execute("ALTER TABLE person COMMENT 'number %d'".formatted(++statements));
    }

    @Override
    protected void writeExcluded() {
        followed.execute("INSERT INTO log VALUES (1)", "ALTER TABLE log COMMENT 'number %d'".formatted(++statements));
    }
}
