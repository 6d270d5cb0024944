package dev.corecdc.transform;

/** How values are hidden. NULL stays NULL. */
public enum MaskKind {
    /** HMAC-SHA-256 with the secret, in hexadecimal digits: equal values stay equal. */
    HASH,
    /** {@code ***} */
    REDACT,
    /** The first characters, or bytes. */
    TRUNCATE,
    /** NULL; in YAML {@code "null"}, with quotes. */
    NULL
}
