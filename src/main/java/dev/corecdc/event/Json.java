package dev.corecdc.event;

/**
 * A JSON value.
 *
 * @param text the value as one line of valid JSON
 */
public record Json(String text) {

    @Override
    public String toString() {
        return text;
    }
}
