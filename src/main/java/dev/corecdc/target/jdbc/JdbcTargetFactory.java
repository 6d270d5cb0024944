package dev.corecdc.target.jdbc;

import dev.corecdc.format.RecordFormat;
import dev.corecdc.target.Target;
import dev.corecdc.target.TargetFactory;

/** Makes targets of the type {@code jdbc}. */
class JdbcTargetFactory implements TargetFactory<JdbcTargetSettings> {

    private final String service;

    /** @param service the name under which positions are kept in a database */
    JdbcTargetFactory(String service) {
        this.service = service;
    }

    @Override
    public String type() {
        return "jdbc";
    }

    @Override
    public Class<JdbcTargetSettings> settingsType() {
        return JdbcTargetSettings.class;
    }

    @Override
    public Target create(String name, RecordFormat format, JdbcTargetSettings settings) {
        Dialect dialect = Dialects.of(settings.url(), settings.zeroDates());
        if (!settings.exactlyOnce()) {
            return JdbcTarget.open(name, settings, dialect);
        } else if (!dialect.canKeepPositions()) {
            throw new IllegalArgumentException(
                    "'jdbc.exactly-once' is not for what 'jdbc.url' names, which lets two services write the same position");
        }
        return new ExactlyOnceTarget(
                JdbcTarget.open(name, settings, dialect), new PositionTable(service, name, dialect));
    }
}
