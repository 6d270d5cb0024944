package dev.corecdc.processor;

import dev.corecdc.event.EventType;
import java.util.Set;

/**
 * What is asked of a processor of any kind.
 *
 * @param name its name
 * @param type the configured type
 * @param service the name of the service
 * @param events the kinds of changes wanted
 * @param tables which tables are wanted
 */
public record ProcessorRequest(String name, String type, String service, Set<EventType> events, TableFilter tables) {}
