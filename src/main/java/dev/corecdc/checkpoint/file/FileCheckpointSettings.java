package dev.corecdc.checkpoint.file;

import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Checkpoints in files.
 *
 * @param directory the folder, made when it is not there; only one service may use it at a time
 */
public record FileCheckpointSettings(
        @DefaultValue("data/checkpoints") Path directory) {}
