package dev.corecdc.processor.mysql;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Codes that the servers store in a column of a character set, although no character has them: of these they make a
 * question mark for a client of another character set, and here they become U+FFFD, which Unicode has for that. It is
 * said once.
 */
final class UnassignedCodes {

    static final char REPLACEMENT = '\uFFFD';

    private static final Logger logger = LoggerFactory.getLogger(UnassignedCodes.class);

    private final String characterSet;
    private final AtomicBoolean said = new AtomicBoolean();

    UnassignedCodes(String characterSet) {
        this.characterSet = characterSet;
    }

    /** What to take for the code in {@code length} bytes at {@code from}. */
    char replacement(byte[] bytes, int from, int length) {
        if (!said.getAndSet(true)) {
            logger.warn(
                    "A text holds the code {}, which is no character in {}: this one, and any other such, comes as U+FFFD",
                    HexFormat.of().formatHex(bytes, from, from + length),
                    characterSet);
        }
        return REPLACEMENT;
    }
}
