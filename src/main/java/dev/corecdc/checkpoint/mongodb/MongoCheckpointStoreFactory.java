package dev.corecdc.checkpoint.mongodb;

import dev.corecdc.checkpoint.CheckpointRequest;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.checkpoint.CheckpointStoreFactory;

/** Makes checkpoint stores of the type {@code mongodb}. */
class MongoCheckpointStoreFactory implements CheckpointStoreFactory<MongoCheckpointSettings> {

    @Override
    public String type() {
        return "mongodb";
    }

    @Override
    public Class<MongoCheckpointSettings> settingsType() {
        return MongoCheckpointSettings.class;
    }

    @Override
    public CheckpointStore create(CheckpointRequest request, MongoCheckpointSettings settings) {
        return MongoCheckpointStore.open(request.service(), settings);
    }
}
