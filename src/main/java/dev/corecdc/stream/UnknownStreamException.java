package dev.corecdc.stream;

import java.util.Collection;

/** There is no processor of that name. */
public class UnknownStreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownStreamException(String name, Collection<String> known) {
        super("There is no processor '%s'. There are: %s".formatted(name, String.join(", ", known)));
    }
}
