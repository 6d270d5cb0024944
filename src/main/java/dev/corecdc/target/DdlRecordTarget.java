package dev.corecdc.target;

import dev.corecdc.event.DdlEvent;

/** A target that writes DDL statements among its records, unless {@code ddl: false} is set for it. */
public interface DdlRecordTarget extends Target {

    /** Writes a statement as a record, under the terms of {@link #save}. */
    void saveDdl(DdlEvent statement) throws Exception;
}
