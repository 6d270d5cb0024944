package dev.corecdc.checkpoint.file;

import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Checkpoints in files.
 *
 * @param directory the folder, made when it is not there; only one service may use it at a time
 * @param deadLetters the folder of the changes that targets did not take, made when there is one; of the same one service
 */
public record FileCheckpointSettings(
        @DefaultValue("data/checkpoints") Path directory,
        @DefaultValue("data/dead-letters") Path deadLetters) {}
