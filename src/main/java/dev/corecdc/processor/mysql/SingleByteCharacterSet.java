package dev.corecdc.processor.mysql;

import java.util.Arrays;
import java.util.List;

/**
 * A character set of one byte a character. Its table, in {@code single-byte-character-sets.txt}, is the servers': Java
 * lacks some of these sets, and others differ, as latin1 does, which is windows-1252 with the five codes that are free
 * there.
 */
final class SingleByteCharacterSet implements CharacterSet {

    private static final char NONE = UnassignedCodes.REPLACEMENT;

    private final char[] characters;
    private final UnassignedCodes unassigned;

    private SingleByteCharacterSet(String name, char[] characters) {
        this.characters = characters;
        this.unassigned = new UnassignedCodes(name);
    }

    static SingleByteCharacterSet named(String name) {
        char[] characters = new char[256];
        for (char c = 0; c < 128; c++) {
            characters[c] = c;
        }
        Arrays.fill(characters, 128, 256, NONE);
        List<String> section = TextTable.section("single-byte-character-sets.txt", name);
        for (String row : section.subList(1, section.size())) {
            String[] words = row.trim().split(" +", -1);
            int code = Integer.parseInt(words[0], 16);
            for (int i = 1; i < words.length; i++) {
                characters[code++] = words[i].equals("----") ? NONE : (char) Integer.parseInt(words[i], 16);
            }
        }
        return new SingleByteCharacterSet(name, characters);
    }

    @Override
    public String decode(byte[] bytes, int from, int length) {
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            char character = characters[bytes[from + i] & 0xff];
            text[i] = character == NONE ? unassigned.replacement(bytes[from + i] & 0xff) : character;
        }
        return new String(text);
    }
}
