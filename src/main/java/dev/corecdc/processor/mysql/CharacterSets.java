package dev.corecdc.processor.mysql;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The character sets by the ids of their collations, which is how the log names them (MySQL manual: "Supported Character
 * Sets and Collations"; MariaDB manual: "Supported Character Sets and Collations"). The ids stand in
 * {@code collations.txt}; what the codes mean is held against the servers' own conversion, code by code.
 */
final class CharacterSets {

    /** The id of the pseudo character set {@code binary}: bytes that are not text. */
    static final int BINARY = 63;

    static final CharacterSet UTF8 =
            new SurrogateHoldingCharacterSet(new JdkCharacterSet("utf8mb4", StandardCharsets.UTF_8), true);

    private static final Map<Integer, String> NAMES = readCollations();
    private static final Map<String, CharacterSet> SETS = new ConcurrentHashMap<>();

    private CharacterSets() {}

    /**
     * @throws UndecodableEventException when the collation is not known: its character set is never guessed
     */
    static CharacterSet ofCollation(int id) {
        String name = NAMES.get(id);
        if (name == null) {
            throw new UndecodableEventException("the collation with the id %d is not known".formatted(id));
        }
        return SETS.computeIfAbsent(name, CharacterSets::create);
    }

    private static CharacterSet create(String name) {
        return switch (name) {
            // What has the character set binary and yet is text, such as the labels of an ENUM, can only be the
            // client's.
            case "utf8mb4", "utf8mb3", "binary" -> UTF8;
            case "ucs2" ->
                new SurrogateHoldingCharacterSet(new JdkCharacterSet(name, StandardCharsets.UTF_16BE), false);
            case "utf16" -> new JdkCharacterSet(name, StandardCharsets.UTF_16BE);
            case "utf16le" -> new JdkCharacterSet(name, StandardCharsets.UTF_16LE);
            case "utf32" -> new Utf32CharacterSet();
            case "big5", "gbk", "sjis", "cp932", "euckr", "gb2312", "ujis", "eucjpms", "gb18030" ->
                MultiByteCharacterSet.named(name);
            default -> SingleByteCharacterSet.named(name);
        };
    }

    private static Map<Integer, String> readCollations() {
        Map<Integer, String> names = new HashMap<>();
        for (String line : TextTable.lines("collations.txt")) {
            String[] words = line.split(" ", -1);
            for (int i = 1; i < words.length; i++) {
                int dash = words[i].indexOf('-');
                int first = Integer.parseInt(dash < 0 ? words[i] : words[i].substring(0, dash));
                int last = Integer.parseInt(words[i].substring(dash + 1));
                for (int id = first; id <= last; id++) {
                    names.put(id, words[0]);
                }
            }
        }
        return Map.copyOf(names);
    }
}
