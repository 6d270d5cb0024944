package dev.corecdc.stream;

/** What was asked for of a dead letter is not possible now. */
public class DeadLetterBusyException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    DeadLetterBusyException(String message) {
        super(message);
    }
}
