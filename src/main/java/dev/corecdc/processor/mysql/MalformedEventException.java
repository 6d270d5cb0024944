package dev.corecdc.processor.mysql;

import java.io.IOException;

/** An event was damaged on its way, or in the log. */
final class MalformedEventException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedEventException(String message) {
        super(message);
    }
}
