package dev.corecdc.processor;

import java.util.List;

/** A {@link Processor} that looks at how its source is set up whenever it connects. */
public interface CheckedSource {

    /**
     * What was unwise about the source when it was last connected to, each with what to do about it; empty when nothing was, or
     * before the first time. Callable from any thread.
     */
    List<String> warnings();
}
