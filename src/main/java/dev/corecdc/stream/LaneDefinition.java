package dev.corecdc.stream;

import dev.corecdc.target.Target;
import dev.corecdc.transform.TransformChain;

/**
 * A target of a stream.
 *
 * @param name the target's name
 * @param executeDdl whether DDL statements are executed there, if it can
 * @param sendData whether records are delivered; false = they are counted as filtered
 * @param recordDdl whether DDL statements are written there as records, if it does that
 * @param settings how changes are delivered to it
 * @param transforms what becomes of changes before they are delivered to it
 */
public record LaneDefinition(
        String name,
        Target target,
        boolean executeDdl,
        boolean sendData,
        boolean recordDdl,
        LaneSettings settings,
        TransformChain transforms) {

    /** With no transforms. */
    public LaneDefinition(
            String name,
            Target target,
            boolean executeDdl,
            boolean sendData,
            boolean recordDdl,
            LaneSettings settings) {
        this(name, target, executeDdl, sendData, recordDdl, settings, TransformChain.NONE);
    }

    /** With the usual settings. */
    public LaneDefinition(String name, Target target, boolean executeDdl, boolean sendData, boolean recordDdl) {
        this(name, target, executeDdl, sendData, recordDdl, LaneSettings.DEFAULT);
    }
}
