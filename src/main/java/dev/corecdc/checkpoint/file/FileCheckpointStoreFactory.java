package dev.corecdc.checkpoint.file;

import dev.corecdc.checkpoint.CheckpointRequest;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.checkpoint.CheckpointStoreFactory;

/** Makes checkpoint stores of the type {@code file}. */
class FileCheckpointStoreFactory implements CheckpointStoreFactory<FileCheckpointSettings> {

    @Override
    public String type() {
        return "file";
    }

    @Override
    public Class<FileCheckpointSettings> settingsType() {
        return FileCheckpointSettings.class;
    }

    @Override
    public CheckpointStore create(CheckpointRequest request, FileCheckpointSettings settings) {
        return FileCheckpointStore.open(settings.directory(), settings.deadLetters());
    }
}
