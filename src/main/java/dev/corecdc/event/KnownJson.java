package dev.corecdc.event;

/** A JSON value that is at hand as text. */
record KnownJson(String text) implements Json {

    @Override
    public String toString() {
        return text;
    }
}
