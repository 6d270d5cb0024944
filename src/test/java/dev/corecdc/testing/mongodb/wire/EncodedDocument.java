package dev.corecdc.testing.mongodb.wire;

/** A document whose bytes are made already; may stand in a reply wherever a value may. */
public final class EncodedDocument {

    private final byte[] bytes;

    public EncodedDocument(byte[] bytes) {
        this.bytes = bytes;
    }

    public int size() {
        return bytes.length;
    }

    byte[] bytes() {
        return bytes;
    }
}
