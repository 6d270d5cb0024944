package dev.corecdc.target;

/** A target that is the quicker the more changes it takes at a time, because each call costs the same besides: a sync, a round trip. */
public interface BulkTarget extends Target {

    /** How many changes that wait are gathered for a call at most, unless {@code batch-size} says so. It is not waited for that many, and they fill no more than about half of the queue. */
    int bulk();
}
