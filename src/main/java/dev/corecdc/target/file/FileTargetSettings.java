package dev.corecdc.target.file;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where a target of type {@code file} writes.
 *
 * @param path the file; its folder is made when it is not there
 * @param maxSize when the file would grow past this it is put aside under a name with the time and a new one is begun;
 *     only a single batch that is larger makes a larger file
 */
public record FileTargetSettings(
        @NotNull Path path, @DefaultValue("256MB") DataSize maxSize) {

    public FileTargetSettings {
        if (maxSize.toBytes() <= 0) {
            throw new IllegalArgumentException("max-size must be greater than 0");
        }
    }
}
