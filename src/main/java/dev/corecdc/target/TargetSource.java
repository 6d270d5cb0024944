package dev.corecdc.target;

import java.util.Map;

/** Knows targets that are no beans themselves. Every Spring bean of this type is asked once, before anything starts. */
@FunctionalInterface
public interface TargetSource {

    /**
     * The targets by their names, in a stable order. A name must be no other target's.
     *
     * @throws TargetException when one of them cannot be used
     */
    Map<String, Target> targets();
}
