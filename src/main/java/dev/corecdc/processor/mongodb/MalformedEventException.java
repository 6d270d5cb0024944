package dev.corecdc.processor.mongodb;

/** A change event is not as change events are. The message goes on from "the event ...: ". */
final class MalformedEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedEventException(String message) {
        super(message);
    }
}
