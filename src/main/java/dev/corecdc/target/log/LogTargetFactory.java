package dev.corecdc.target.log;

import dev.corecdc.format.RecordFormat;
import dev.corecdc.target.Target;
import dev.corecdc.target.TargetFactory;

/** Makes targets of the type {@code log}. */
class LogTargetFactory implements TargetFactory<LogTargetSettings> {

    @Override
    public String type() {
        return "log";
    }

    @Override
    public Class<LogTargetSettings> settingsType() {
        return LogTargetSettings.class;
    }

    @Override
    public boolean writesLines() {
        return true;
    }

    @Override
    public Target create(String name, RecordFormat format, LogTargetSettings settings) {
        return new LogTarget(format);
    }
}
