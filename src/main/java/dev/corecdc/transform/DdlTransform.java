package dev.corecdc.transform;

import dev.corecdc.event.DdlEvent;
import org.jspecify.annotations.Nullable;

/** A transform that has a say in DDL statements too, under the terms of {@link RecordTransform}. */
public interface DdlTransform {

    /**
     * What becomes of a statement. One whose text is not what was executed in the source must not be {@linkplain DdlEvent#executable
     * executable}.
     *
     * @return null to leave it out
     */
    @Nullable
    DdlEvent applyToDdl(DdlEvent statement) throws Exception;
}
