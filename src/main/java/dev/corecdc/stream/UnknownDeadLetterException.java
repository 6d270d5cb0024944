package dev.corecdc.stream;

/** There is no dead letter of that number. */
public class UnknownDeadLetterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownDeadLetterException(long number) {
        super("There is no dead letter %d.".formatted(number));
    }
}
