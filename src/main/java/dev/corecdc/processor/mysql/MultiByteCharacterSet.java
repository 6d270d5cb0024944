package dev.corecdc.processor.mysql;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A multi-byte character set of East Asia: one of Java's, but for the characters that the servers convert differently,
 * which {@code multi-byte-character-sets.txt} names.
 */
final class MultiByteCharacterSet implements CharacterSet {

    private final String name;
    private final JdkCharacterSet base;
    private final CodeForms forms;
    private final UnassignedCodes unassigned;
    /** In order; a code of four bytes is negative. */
    private final int[] correctedCodes;

    private final char[] corrections;

    private MultiByteCharacterSet(
            String name, Charset base, CodeForms forms, SortedMap<Integer, Character> corrections) {
        this.name = name;
        this.base = new JdkCharacterSet(name, base);
        this.forms = forms;
        this.unassigned = new UnassignedCodes(name);
        this.correctedCodes = new int[corrections.size()];
        this.corrections = new char[corrections.size()];
        int count = 0;
        for (var correction : corrections.entrySet()) {
            this.correctedCodes[count] = correction.getKey();
            this.corrections[count++] = correction.getValue();
        }
    }

    static MultiByteCharacterSet named(String name) {
        List<String> section = TextTable.section("multi-byte-character-sets.txt", name);
        List<String> heading = List.of(section.get(0).split(" ", -1));
        SortedMap<Integer, Character> corrections = new TreeMap<>();
        for (String row : section.subList(1, section.size())) {
            String[] sides = row.trim().split("=", -1);
            String[] codes = sides[0].split("-", -1);
            char character = (char) Integer.parseInt(sides[1], 16);
            int last = Integer.parseUnsignedInt(codes[codes.length - 1], 16);
            for (int code = Integer.parseUnsignedInt(codes[0], 16); code <= last; code++) {
                corrections.put(code, character++);
            }
        }
        CodeForms forms = new CodeForms(heading.subList(2, heading.size()));
        return new MultiByteCharacterSet(name, Charset.forName(heading.get(1)), forms, corrections);
    }

    @Override
    public String decode(byte[] bytes, int from, int length) {
        try {
            return decodeAssigned(bytes, from, length);
        } catch (UndecodableEventException e) {
            return decodeEach(bytes, from, length);
        }
    }

    /** One code after the other, which is slow. */
    private String decodeEach(byte[] bytes, int from, int length) {
        StringBuilder text = new StringBuilder(length);
        int end = from + length;
        for (int at = from; at < end; ) {
            int width = forms.length(bytes, at, end);
            if (width == 0) {
                throw JdkCharacterSet.malformed(name);
            }
            try {
                text.append(decodeAssigned(bytes, at, width));
            } catch (UndecodableEventException e) {
                text.append(unassigned.replacement(BinaryNumbers.bigEndian(bytes, at, width)));
            }
            at += width;
        }
        return text.toString();
    }

    private String decodeAssigned(byte[] bytes, int from, int length) {
        StringBuilder text = null;
        int end = from + length;
        int decoded = from;
        int at = from;
        while (at < end && correctedCodes.length > 0) {
            int width = Math.min(width(bytes, at, end), end - at);
            int found = width == 1
                    ? -1
                    : Arrays.binarySearch(correctedCodes, (int) BinaryNumbers.bigEndian(bytes, at, width));
            if (found >= 0) {
                text = text == null ? new StringBuilder(length) : text;
                text.append(base.decode(bytes, decoded, at - decoded)).append(corrections[found]);
                decoded = at + width;
            }
            at += width;
        }
        String rest = base.decode(bytes, decoded, end - decoded);
        return text == null ? rest : text.append(rest).toString();
    }

    /** How many bytes the character at {@code at} has, if it is one. */
    private int width(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        return switch (name) {
            // Half-width katakana have one byte.
            case "sjis" -> first >= 0xa1 && first <= 0xdf ? 1 : 2;
            case "ujis", "eucjpms" -> first == 0x8f ? 3 : 2;
            case "gb18030" -> at + 1 < end && bytes[at + 1] >= 0x30 && bytes[at + 1] <= 0x39 ? 4 : 2;
            default -> 2;
        };
    }
}
