package dev.corecdc.checkpoint.file;

import java.nio.charset.StandardCharsets;

/** Turns names of processors and targets into names of files. */
final class FileName {

    private FileName() {}

    /**
     * The name itself where it consists of {@code [a-z0-9-]}; every other byte of its UTF-8 form as {@code %XX}. Two
     * names never give the same file name, not even on a disk that does not tell capital letters apart, and none
     * gives a dot or an underscore.
     */
    static String of(String name) {
        StringBuilder text = new StringBuilder(name.length());
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            if ((b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-') {
                text.append((char) b);
            } else {
                text.append(String.format("%%%02X", b));
            }
        }
        return text.toString();
    }
}
