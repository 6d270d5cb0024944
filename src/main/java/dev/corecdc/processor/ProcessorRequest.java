package dev.corecdc.processor;

import dev.corecdc.event.EventType;
import java.util.Set;

/**
 * What is asked of a processor of any kind.
 *
 * @param name its name
 * @param type the configured type
 * @param service the name of the service
 * @param startAt where a target begins that has no checkpoint; a wrong value is refused at once
 * @param events the kinds of changes wanted
 * @param tables which tables are wanted
 */
public record ProcessorRequest(
        String name, String type, String service, String startAt, Set<EventType> events, TableFilter tables) {}
