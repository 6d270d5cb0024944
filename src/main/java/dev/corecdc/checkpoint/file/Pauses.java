package dev.corecdc.checkpoint.file;

import java.util.Set;
import java.util.TreeSet;

/** Whether a processor is paused, and which of its targets are. */
record Pauses(boolean processor, Set<String> targets) {

    static final Pauses NONE = new Pauses(false, Set.of());

    Pauses with(boolean paused) {
        return new Pauses(paused, targets);
    }

    Pauses with(String target, boolean paused) {
        Set<String> changed = new TreeSet<>(targets);
        if (paused) {
            changed.add(target);
        } else {
            changed.remove(target);
        }
        return new Pauses(processor, changed);
    }
}
