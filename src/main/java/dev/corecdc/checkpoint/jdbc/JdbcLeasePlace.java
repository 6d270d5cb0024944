package dev.corecdc.checkpoint.jdbc;

import dev.corecdc.lease.LeaseEntry;
import dev.corecdc.lease.LeasePlace;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The row of a service in the table of leases. */
final class JdbcLeasePlace implements LeasePlace {

    private static final String HELD = " WHERE service = ? AND holder = ? AND epoch = ?";

    private final Database database;
    private final StoreTables tables;
    private final String service;
    private final Duration timeout;

    JdbcLeasePlace(Database database, StoreTables tables, String service, Duration timeout) {
        this.database = database;
        this.tables = tables;
        this.service = service;
        this.timeout = timeout;
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public String where() {
        return database.faults().where();
    }

    @Override
    public String what() {
        return "The row '%s' of %s in %s".formatted(service, tables.lease(), where());
    }

    @Override
    public JdbcLeasePlace within(Duration shorter) {
        return new JdbcLeasePlace(database, tables, service, shorter);
    }

    @Override
    public @Nullable LeaseEntry readLease() {
        return database.<@Nullable LeaseEntry>call(
                timeout, client -> client.sql("SELECT holder, name, epoch, renewals, ttl_millis, released FROM "
                                + tables.lease() + " WHERE service = ?")
                        .param(service)
                        .query(JdbcLeasePlace::entry)
                        .optional()
                        .orElse(null));
    }

    private static LeaseEntry entry(ResultSet row, int number) throws SQLException {
        return new LeaseEntry(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                Duration.ofMillis(row.getLong(5)),
                row.getInt(6) != 0);
    }

    /** The epoch is past every one that has left a checkpoint, also where a row of leases was deleted. */
    @Override
    public boolean insert(LeaseEntry lease) {
        return database.call(timeout, client -> {
            long last = client.sql("SELECT COALESCE(MAX(epoch), 0) FROM " + tables.checkpoints() + " WHERE service = ?")
                    .param(service)
                    .query(Long.class)
                    .single();
            try {
                return client.sql(
                                        "INSERT INTO " + tables.lease()
                                                + " (service, holder, name, epoch, renewals, ttl_millis, released) VALUES (?, ?, ?, ?, ?, ?, ?)")
                                .params(service, lease.holder(), lease.name(), last + 1, lease.renewals())
                                .params(lease.ttl().toMillis(), lease.released() ? 1 : 0)
                                .update()
                        == 1;
            } catch (DuplicateKeyException e) {
                return false;
            }
        });
    }

    @Override
    public boolean replace(LeaseEntry seen, LeaseEntry next) {
        return database.call(timeout, client -> client.sql("UPDATE " + tables.lease()
                                + " SET holder = ?, name = ?, epoch = ?, renewals = ?, ttl_millis = ?, released = ?"
                                + HELD + " AND renewals = ? AND released = ?")
                        .params(next.holder(), next.name(), next.epoch(), next.renewals())
                        .params(next.ttl().toMillis(), next.released() ? 1 : 0)
                        .params(service, seen.holder(), seen.epoch())
                        .params(seen.renewals(), seen.released() ? 1 : 0)
                        .update())
                == 1;
    }

    @Override
    public boolean renew(LeaseEntry held) {
        return update(held, "renewals = renewals + 1");
    }

    @Override
    public boolean release(LeaseEntry held) {
        return update(held, "released = 1");
    }

    private boolean update(LeaseEntry held, String change) {
        return database.call(timeout, client -> client.sql("UPDATE " + tables.lease() + " SET " + change + HELD)
                        .params(service, held.holder(), held.epoch())
                        .update())
                == 1;
    }

    /** Whether the lease is {@code held}, however often renewed. */
    boolean isHeld(JdbcClient client, LeaseEntry held) {
        return client.sql("SELECT COUNT(*) FROM " + tables.lease() + HELD)
                        .params(service, held.holder(), held.epoch())
                        .query(Long.class)
                        .single()
                == 1;
    }
}
