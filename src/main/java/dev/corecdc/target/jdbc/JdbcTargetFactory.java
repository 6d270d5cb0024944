package dev.corecdc.target.jdbc;

import dev.corecdc.format.RecordFormat;
import dev.corecdc.target.Target;
import dev.corecdc.target.TargetFactory;

/** Makes targets of the type {@code jdbc}. */
class JdbcTargetFactory implements TargetFactory<JdbcTargetSettings> {

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
        return JdbcTarget.open(name, settings);
    }
}
