package dev.corecdc.processor.mysql;

import java.util.List;
import java.util.Random;

/** SQL expressions of random JSON documents, and of random changes to them. */
final class RandomJson {

    private static final List<String> KEYS =
            List.of("a", "b", "aa", "c d", "é", "x.y", "", "ключ", "日本", "q\\\"", "\\\\", "😀", "\uFFEE", "zzz");

    /** Of all types that a value in a document can have. */
    private static final List<String> SCALARS = List.of(
            "NULL",
            "true",
            "false",
            "0",
            "-32769",
            "4000000000",
            "18446744073709551615",
            "-9223372036854775808",
            "1e100",
            "1.5e0",
            "0.1",
            "CAST(-12.3400 AS DECIMAL(10,4))",
            "'text \"é\" 😀 \\\\ '",
            "REPEAT('long ', 60)",
            "CAST('2024-02-03' AS DATE)",
            "CAST('2024-02-03 04:05:06.78' AS DATETIME(3))",
            "CAST('-12:34:56.7' AS TIME(1))",
            "x'00ff10'",
            "JSON_ARRAY()",
            "JSON_OBJECT()");

    private static final List<String> LEGS =
            List.of("[0]", "[1]", "[2]", "[last]", "[last-1]", "[3]", "[9]", "[last-7]");

    private final Random random;

    RandomJson(Random random) {
        this.random = random;
    }

    /** A document; every fourth is one of more than 100 KB. */
    String document(int number) {
        String large = number % 4 == 0 ? "'padding', REPEAT('padding ', 15000), " : "'padding', REPEAT('x', 900), ";
        return "JSON_OBJECT(%s'a', %s, 'b', %s, 'é', %s)".formatted(large, value(3), value(3), value(2));
    }

    /** One to three functions, one around the other, around {@code column}. */
    String change(String column) {
        String changed = column;
        for (int i = random.nextInt(3); i >= 0; i--) {
            changed = switch (random.nextInt(8)) {
                case 0 -> "JSON_REPLACE(%s, %s, %s)".formatted(changed, path(""), value(2));
                case 1, 2 -> "JSON_REMOVE(%s, %s)".formatted(changed, path(""));
                case 3 -> "JSON_REMOVE(%s, %s, %s)".formatted(changed, path(""), path(""));
                case 4 ->
                    random.nextInt(4) == 0
                            ? "JSON_ARRAY_INSERT(%s, %s, %s)".formatted(changed, path(one(LEGS)), value(1))
                            : "JSON_SET(%s, %s, %s)".formatted(changed, path(""), value(1));
                default -> "JSON_SET(%s, %s, %s, %s, %s)".formatted(changed, path(""), value(2), path(""), value(1));
            };
        }
        return changed;
    }

    private String path(String end) {
        StringBuilder path = new StringBuilder("'$");
        for (int i = random.nextInt(3); i >= 0; i--) {
            path.append(random.nextInt(5) < 2 ? one(LEGS) : ".\"" + one(KEYS).replace("\\", "\\\\") + "\"");
        }
        return path.append(end).append('\'').toString();
    }

    private String value(int depth) {
        int size = random.nextInt(5);
        if (depth == 0 || random.nextInt(3) == 0) {
            return one(SCALARS);
        }
        StringBuilder elements = new StringBuilder();
        boolean array = random.nextBoolean();
        for (int i = 0; i < size; i++) {
            elements.append(i == 0 ? "" : ", ");
            if (!array) {
                elements.append("JSON_UNQUOTE('\"")
                        .append(one(KEYS).replace("\\", "\\\\"))
                        .append("\"'), ");
            }
            elements.append(value(depth - 1));
        }
        return (array ? "JSON_ARRAY(" : "JSON_OBJECT(") + elements + ")";
    }

    private String one(List<String> choice) {
        return choice.get(random.nextInt(choice.size()));
    }
}
