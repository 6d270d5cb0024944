package dev.corecdc.disk;

import java.io.IOException;
import java.nio.file.Path;

/** Somebody else holds what {@link SoleUse} was asked for. */
public class InUseException extends IOException {

    private static final long serialVersionUID = 1L;

    InUseException(Path lockFile) {
        super("another process, or another part of this one, holds the lock " + lockFile);
    }
}
