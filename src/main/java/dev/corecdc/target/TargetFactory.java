package dev.corecdc.target;

import dev.corecdc.format.RecordFormat;

/**
 * Makes the targets of one kind. Every Spring bean of this type adds a value for {@code cdc.targets.*.type}.
 *
 * @param <S> the settings of the kind: a record that is bound from the key called like the type
 */
public interface TargetFactory<S> {

    /** The value of {@code type} that asks for this kind. */
    String type();

    Class<S> settingsType();

    /** Whether its targets write by {@link RecordFormat#writeLines}, so that those of one format share what is made. */
    default boolean writesLines() {
        return false;
    }

    /**
     * Makes a target. One that is {@link AutoCloseable} is closed after the last use.
     *
     * @param name its name
     * @param format the format it was told to write, for targets that write bytes
     * @throws TargetException when it cannot be used as configured
     */
    Target create(String name, RecordFormat format, S settings);
}
