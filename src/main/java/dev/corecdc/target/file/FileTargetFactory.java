package dev.corecdc.target.file;

import dev.corecdc.disk.DiskProblem;
import dev.corecdc.disk.InUseException;
import dev.corecdc.format.RecordFormat;
import dev.corecdc.target.Target;
import dev.corecdc.target.TargetException;
import dev.corecdc.target.TargetFactory;
import java.io.IOException;
import java.time.Clock;

/** Makes targets of the type {@code file}. */
class FileTargetFactory implements TargetFactory<FileTargetSettings> {

    @Override
    public String type() {
        return "file";
    }

    @Override
    public Class<FileTargetSettings> settingsType() {
        return FileTargetSettings.class;
    }

    @Override
    public boolean writesLines() {
        return true;
    }

    @Override
    public Target create(String name, RecordFormat format, FileTargetSettings settings) {
        RollingFile file = new RollingFile(settings.path(), settings.maxSize().toBytes(), Clock.systemUTC());
        String key = "cdc.targets." + name + ".file.path";
        try {
            file.open();
        } catch (InUseException e) {
            throw new TargetException(
                    "The target '" + name + "' cannot write to " + file.path() + ": " + e.getMessage() + ".",
                    "Stop the other service, or give this target a file of its own with " + key + ".",
                    e);
        } catch (IOException e) {
            throw new TargetException(
                    "The target '" + name + "' cannot write to " + file.path() + ": " + DiskProblem.of(e) + ".",
                    "Give it a file that the service can write and put aside in its folder, with " + key + ".",
                    e);
        }
        return new FileTarget(format, file);
    }
}
