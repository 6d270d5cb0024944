package dev.corecdc.checkpoint.mongodb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Turns names of processors, targets and values of a position into names of fields, in which a dot or a dollar means something else. */
final class FieldName {

    private static final Pattern FIELD = Pattern.compile("(?:[A-Za-z0-9_-]|%[0-9A-F]{2})+");

    private FieldName() {}

    /** The name itself where it consists of {@code [A-Za-z0-9_-]}; every other byte of its UTF-8 form as {@code %XX}. */
    static String of(String name) {
        StringBuilder text = new StringBuilder(name.length());
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            if ((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '-' || b == '_') {
                text.append((char) b);
            } else {
                text.append(String.format("%%%02X", b));
            }
        }
        return text.toString();
    }

    /**
     * The name that {@link #of} made this field of.
     *
     * @throws NotUnderstoodException when it made it of none
     */
    static String nameOf(String field) throws NotUnderstoodException {
        if (FIELD.matcher(field).matches()) {
            try {
                String name = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytesOf(field)))
                        .toString();
                if (of(name).equals(field)) {
                    return name;
                }
            } catch (CharacterCodingException e) {
                throw new NotUnderstoodException("\"" + field + "\" stands for no name");
            }
        }
        throw new NotUnderstoodException("\"" + field + "\" stands for no name");
    }

    private static byte[] bytesOf(String field) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '%') {
                bytes.write(Integer.parseInt(field, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }
}
