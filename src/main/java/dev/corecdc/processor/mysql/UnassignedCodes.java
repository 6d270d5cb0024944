package dev.corecdc.processor.mysql;

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

    private static final Logger log = LoggerFactory.getLogger(UnassignedCodes.class);

    private final String characterSet;
    private final AtomicBoolean said = new AtomicBoolean();

    UnassignedCodes(String characterSet) {
        this.characterSet = characterSet;
    }

    /** What to take for a code. */
    char replacement(long code) {
        if (!said.getAndSet(true)) {
            log.warn(
                    "A text holds the code {}, which is no character in {}: it, and any other such, is delivered as U+FFFD",
                    Long.toHexString(code),
                    characterSet);
        }
        return REPLACEMENT;
    }

    /** A text of Unicode in which surrogates may stand by themselves. Two that belong together are one character. */
    String withoutLoneSurrogates(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(unit)) {
                text.setCharAt(i, replacement(unit));
            }
        }
        return text.toString();
    }
}
