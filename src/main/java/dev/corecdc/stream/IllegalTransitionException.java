package dev.corecdc.stream;

/** A stream cannot do what it was asked for in the state it is in. */
public class IllegalTransitionException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    IllegalTransitionException(String name, ProcessorState state, String wanted) {
        super("'%s' is %s: it cannot %s now.".formatted(name, state, wanted));
    }
}
