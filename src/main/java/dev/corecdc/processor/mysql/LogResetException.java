package dev.corecdc.processor.mysql;

import java.io.IOException;

/** A server has begun a log file anew that was read before. */
final class LogResetException extends IOException {

    private static final long serialVersionUID = 1L;

    LogResetException(String file) {
        super(
                "its log was reset, or it is another server with the same identity: %s is not the file of this name that was read before"
                        .formatted(file));
    }
}
