package dev.corecdc.stream;

import java.util.Collection;

/** A processor has no target of that name. */
public class UnknownTargetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownTargetException(String processor, String target, Collection<String> known) {
        super("'%s' has no target '%s'. It has: %s".formatted(processor, target, String.join(", ", known)));
    }
}
