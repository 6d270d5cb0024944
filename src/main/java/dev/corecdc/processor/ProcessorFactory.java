package dev.corecdc.processor;

import java.util.Set;

/**
 * Makes the processors of one kind. Every Spring bean of this type adds values for {@code cdc.processors.*.type}.
 *
 * @param <S> the settings of the kind: a record that is bound from the key called like the type
 */
public interface ProcessorFactory<S> {

    /** The values of {@code type} that ask for this kind. */
    Set<String> types();

    Class<S> settingsType();

    /**
     * Makes a processor, without connecting.
     *
     * @throws IllegalArgumentException when the settings contradict each other; the message names the key
     */
    Processor create(ProcessorRequest request, S settings);
}
