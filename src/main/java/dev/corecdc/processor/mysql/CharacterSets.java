package dev.corecdc.processor.mysql;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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

    /** The name of the character set of a collation; null when it is not known. */
    static @Nullable String nameOfCollation(int id) {
        return NAMES.get(id);
    }

    /** The name of a character set that a statement or {@code information_schema} gives; null when it is not known. */
    static @Nullable String known(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String known = lower.equals("utf8") ? "utf8mb3" : lower;
        return NAMES.containsValue(known) ? known : null;
    }

    /** The id of some collation of a character set. */
    static int someCollationOf(String name) {
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .mapToInt(Map.Entry::getKey)
                .min()
                .orElseThrow(() -> new UndecodableEventException("the character set %s is not known".formatted(name)));
    }

    /** How many bytes a character takes at most, as the server reckons (MySQL: {@code SHOW CHARACTER SET}, "Maxlen"). */
    static int bytesOfCharacter(String name) {
        return switch (name) {
            case "utf8mb4", "utf16", "utf16le", "utf32", "gb18030" -> 4;
            case "utf8mb3", "ujis", "eucjpms" -> 3;
            case "ucs2", "big5", "gbk", "sjis", "cp932", "euckr", "gb2312" -> 2;
            default -> 1;
        };
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
