package dev.corecdc.target;

import dev.corecdc.event.DdlEvent;

/** A target that can execute DDL statements. It gets them only when {@code execute-ddl} is set for it. */
public interface DdlTarget extends Target {

    /**
     * Executes a statement, which is {@linkplain DdlEvent#executable executable}. Everything before it has been saved.
     *
     * @param repeated whether it may have been executed before, because the service was restarted or the last attempt
     *     failed: then "exists already" and "not there" count as done
     * @throws Exception when it failed: the engine tries again
     */
    void execute(DdlEvent statement, boolean repeated) throws Exception;
}
