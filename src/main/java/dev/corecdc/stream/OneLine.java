package dev.corecdc.stream;

/** What somebody sent, for the log. */
final class OneLine {

    private OneLine() {}

    static String of(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
