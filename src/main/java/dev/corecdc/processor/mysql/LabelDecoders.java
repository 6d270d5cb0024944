package dev.corecdc.processor.mysql;

import java.util.List;

/** ENUM and SET, whose rows hold numbers for the labels that the table map names. */
final class LabelDecoders {

    /** ENUM and SET whose labels are not known: the number that stands there. */
    static final ValueDecoder NUMBER =
            (bytes, from, length) -> IntegerDecoders.unsigned(BinaryNumbers.unsigned(bytes, from, length));

    private LabelDecoders() {}

    /** ENUM: the label's ordinal from 1; 0 stands for the empty string of an invalid value. */
    static ValueDecoder enumeration(List<String> labels) {
        String[] byOrdinal = new String[labels.size() + 1];
        byOrdinal[0] = "";
        for (int i = 0; i < labels.size(); i++) {
            byOrdinal[i + 1] = labels.get(i);
        }
        return (bytes, from, length) -> {
            int ordinal = (int) BinaryNumbers.unsigned(bytes, from, length);
            if (ordinal >= byOrdinal.length) {
                throw new UndecodableEventException(
                        "there is no label %d of %d".formatted(ordinal, byOrdinal.length - 1));
            }
            return byOrdinal[ordinal];
        };
    }

    /** SET: one bit a label, from the lowest. */
    static ValueDecoder set(List<String> labels) {
        String[] byBit = labels.toArray(String[]::new);
        return (bytes, from, length) -> {
            long bits = BinaryNumbers.unsigned(bytes, from, length);
            if (byBit.length < Long.SIZE && bits >>> byBit.length != 0) {
                throw new UndecodableEventException("there are only %d labels".formatted(byBit.length));
            }
            return join(byBit, bits);
        };
    }

    private static String join(String[] labels, long bits) {
        if (Long.bitCount(bits) == 1) {
            return labels[Long.numberOfTrailingZeros(bits)];
        }
        StringBuilder text = new StringBuilder();
        for (long left = bits; left != 0; left &= left - 1) {
            if (left != bits) {
                text.append(',');
            }
            text.append(labels[Long.numberOfTrailingZeros(left)]);
        }
        return text.toString();
    }
}
