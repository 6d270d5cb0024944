package dev.corecdc.checkpoint.jdbc;

import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables of a store.
 *
 * <pre>{@code
 * core_cdc_checkpoints        service, processor, target, epoch, saved_at, content
 * core_cdc_checkpoints_lease  service, holder, name, epoch, renewals, ttl_millis, released
 * core_cdc_checkpoints_dead   service, processor, target, number, epoch, content
 * }</pre>
 *
 * <p>A checkpoint's {@code content} is a JSON object; the row of a processor, whose {@code target} is empty, says whether it is paused, and which of its targets are. A dead letter's is as
 * {@link dev.corecdc.checkpoint.DeadLetterJson} says.
 *
 * @param checkpoints the name of the first table
 */
record StoreTables(String checkpoints) {

    private static final Logger log = LoggerFactory.getLogger(StoreTables.class);

    private static final Pattern NAME = Pattern.compile("(?:[A-Za-z_][A-Za-z0-9_]*\\.)?[A-Za-z_][A-Za-z0-9_]{0,51}");
    private static final String KEY = " VARCHAR(190) NOT NULL, ";

    StoreTables {
        if (!NAME.matcher(checkpoints).matches()) {
            throw new IllegalArgumentException(
                    "'jdbc.table' must be a name of letters, digits and underscores, at most 52, with or without a schema and a"
                            + " dot before it");
        }
    }

    String lease() {
        return checkpoints + "_lease";
    }

    String letters() {
        return checkpoints + "_dead";
    }

    /** Makes the tables that are not there. */
    void create(JdbcClient client, Dialect dialect) {
        create(
                client,
                lease(),
                "(service" + KEY + "holder VARCHAR(64) NOT NULL, name VARCHAR(255) NOT NULL, epoch BIGINT NOT NULL,"
                        + " renewals BIGINT NOT NULL, ttl_millis BIGINT NOT NULL, released SMALLINT NOT NULL,"
                        + " PRIMARY KEY (service))" + dialect.options());
        create(
                client,
                checkpoints,
                "(service" + KEY + "processor" + KEY + "target" + KEY
                        + "epoch BIGINT NOT NULL, saved_at VARCHAR(40) NOT NULL, content "
                        + dialect.text() + " NOT NULL, PRIMARY KEY (service, processor, target))" + dialect.options());
        create(
                client,
                letters(),
                "(service" + KEY + "processor" + KEY + "target" + KEY
                        + "number BIGINT NOT NULL, epoch BIGINT NOT NULL, content "
                        + dialect.text() + " NOT NULL, PRIMARY KEY (service, processor, target, number))"
                        + dialect.options());
    }

    /** A user who may not create tables may find them there. */
    private static void create(JdbcClient client, String table, String definition) {
        if (exists(client, table)) {
            return;
        }
        try {
            client.sql("CREATE TABLE " + table + " " + definition).update();
            log.info("The table {} has been made", table);
        } catch (DataAccessException e) {
            // Another service may have been faster.
            if (!exists(client, table)) {
                throw e;
            }
        }
    }

    private static boolean exists(JdbcClient client, String table) {
        try {
            client.sql("SELECT service FROM " + table + " WHERE 1 = 0").query().listOfRows();
            return true;
        } catch (BadSqlGrammarException e) {
            return false;
        }
    }
}
