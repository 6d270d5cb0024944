package dev.corecdc.checkpoint;

/**
 * Makes the checkpoint store of one kind. Every Spring bean of this type adds a value for {@code cdc.checkpoint.type}.
 *
 * @param <S> the settings of the kind: a record that is bound from the key called like the type
 */
public interface CheckpointStoreFactory<S> {

    /** The value of {@code type} that asks for this kind. */
    String type();

    Class<S> settingsType();

    /**
     * Makes a store. One that is {@link AutoCloseable} is closed after the last use.
     *
     * @throws CheckpointException when the place cannot be used, or another service uses it
     */
    CheckpointStore create(CheckpointRequest request, S settings);
}
