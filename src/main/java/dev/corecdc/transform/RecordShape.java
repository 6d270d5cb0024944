package dev.corecdc.transform;

import dev.corecdc.event.ChangeRecord;

/** Changes the records of one version of a table. Safe for use by several threads. */
@FunctionalInterface
interface RecordShape {

    /** Leaves them as they are. */
    RecordShape UNTOUCHED = record -> record;

    ChangeRecord apply(ChangeRecord record) throws TransformException;
}
