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
        JdbcTarget target = JdbcTarget.open(name, settings);
        if (!settings.exactlyOnce()) {
            return target;
        }
        Dialect dialect = Dialects.of(settings.url(), settings.zeroDates());
        return new ExactlyOnceTarget(target, new PositionTable(service, name, dialect));
    }
}
