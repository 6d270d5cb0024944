package dev.corecdc.checkpoint.jdbc;

import dev.corecdc.checkpoint.CheckpointRequest;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.checkpoint.CheckpointStoreFactory;

/** Makes checkpoint stores of the type {@code jdbc}. */
class JdbcCheckpointStoreFactory implements CheckpointStoreFactory<JdbcCheckpointSettings> {

    @Override
    public String type() {
        return "jdbc";
    }

    @Override
    public Class<JdbcCheckpointSettings> settingsType() {
        return JdbcCheckpointSettings.class;
    }

    @Override
    public CheckpointStore create(CheckpointRequest request, JdbcCheckpointSettings settings) {
        return JdbcCheckpointStore.open(request.service(), settings);
    }
}
