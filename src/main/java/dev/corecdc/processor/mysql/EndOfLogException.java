package dev.corecdc.processor.mysql;

import java.io.EOFException;

/** The server has sent all that it has. */
final class EndOfLogException extends EOFException {

    private static final long serialVersionUID = 1L;

    EndOfLogException() {
        super("the server has ended the log");
    }
}
