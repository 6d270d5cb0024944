package dev.corecdc.processor.mysql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A column of some type.
 *
 * @param literal makes a value of it, as SQL
 */
record RandomColumn(String name, String type, Function<Random, String> literal) {

    private static final String DEFAULT = "DEFAULT";
    private static final List<String> LATIN = List.of("a", "Bc", "é", "ß", " ", "0", "''", "\\\\", "x y", "ÿ");
    private static final List<String> ALL_TEXT =
            List.of("a", "é", "日本", "😀", "ключ", "''", "\\n", "\\0", "### INSERT INTO ");

    /** One that the server works out of {@code id}. */
    static RandomColumn generated(String name, Random random) {
        return new RandomColumn(
                name, "BIGINT AS (id * 3) " + (random.nextBoolean() ? "STORED" : "VIRTUAL"), r -> DEFAULT);
    }

    static RandomColumn of(String name, Random random, boolean mariaDb) {
        int digits = random.nextInt(7);
        int length = 1 + random.nextInt(60);
        return switch (random.nextInt(24)) {
            case 0 -> number(name, "TINYINT", 8, random);
            case 1 -> number(name, "SMALLINT", 16, random);
            case 2 -> number(name, "MEDIUMINT", 24, random);
            case 3 -> number(name, "INT", 32, random);
            case 4 -> number(name, "BIGINT", 64, random);
            case 5 -> decimal(name, 1 + random.nextInt(60), random);
            case 6 -> new RandomColumn(name, "FLOAT", r -> Float.toString((r.nextFloat() - 0.5f) * 1e9f));
            case 7 ->
                new RandomColumn(
                        name, "DOUBLE", r -> Double.toString(r.nextGaussian() * Math.pow(10, r.nextInt(99) - 49)));
            case 8 -> new RandomColumn(name, "DATE", r -> "'" + date(r, 1000, 9999) + "'");
            case 9 ->
                new RandomColumn(name, "DATETIME(%d)".formatted(digits), r -> "'%s %s'"
                        .formatted(date(r, 1000, 9998), time(r, r.nextInt(24))));
            case 10 ->
                new RandomColumn(name, "TIMESTAMP(%d) NULL".formatted(digits), r -> "'%s %s'"
                        .formatted(date(r, 1971, 2036), time(r, r.nextInt(24))));
            case 11 ->
                new RandomColumn(name, "TIME(%d)".formatted(digits), r -> "'%s%s'"
                        .formatted(r.nextBoolean() ? "-" : "", time(r, r.nextInt(838))));
            case 12 ->
                new RandomColumn(name, "YEAR", r -> Integer.toString(r.nextInt(20) == 0 ? 0 : 1901 + r.nextInt(255)));
            case 13 -> text(name, "CHAR(%d)".formatted(length), length, random);
            case 14 -> text(name, "VARCHAR(%d)".formatted(length * 10), length * 10, random);
            case 15 -> text(name, "TEXT", 2000, random);
            case 16 ->
                new RandomColumn(name, "LONGTEXT CHARSET utf8mb4", r -> "REPEAT(%s, %d)"
                        .formatted(words(r, ALL_TEXT, 5), large(r)));
            case 17 -> new RandomColumn(name, "BINARY(%d)".formatted(length), r -> bytes(r, length));
            case 18 -> new RandomColumn(name, "VARBINARY(%d)".formatted(length * 10), r -> bytes(r, length * 10));
            case 19 -> new RandomColumn(name, "LONGBLOB", r -> "REPEAT(%s, %d)".formatted(bytes(r, 20), large(r)));
            case 20 -> labels(name, length);
            case 21 -> new RandomColumn(name, "SET('a', 'b', 'é', 'd e')", r -> Integer.toString(r.nextInt(16)));
            case 22 -> new RandomColumn(name, "BIT(%d)".formatted(length), r -> new BigInteger(length, r).toString());
            default ->
                new RandomColumn(
                        name,
                        "JSON",
                        r -> mariaDb
                                ? "JSON_OBJECT('n', %d, 'é', REPEAT('x', %d))".formatted(r.nextInt(), r.nextInt(500))
                                // None of 100 KB: three times in 27 courses MySQL 9.7 had another value there than its
                                // own
                                // program printed of its log.
                                : new RandomJson(r).document(1 + 4 * r.nextInt(15)));
        };
    }

    private static RandomColumn number(String name, String type, int bits, Random random) {
        boolean unsigned = random.nextBoolean();
        return new RandomColumn(name, unsigned ? type + " UNSIGNED" : type, r -> {
            BigInteger any = new BigInteger(r.nextInt(4) == 0 ? bits : 1 + r.nextInt(bits), r);
            BigInteger half = BigInteger.ONE.shiftLeft(bits - 1);
            return (unsigned ? any : any.bitLength() == bits ? any.subtract(half.shiftLeft(1)) : any).toString();
        });
    }

    private static RandomColumn decimal(String name, int precision, Random random) {
        int scale = random.nextInt(Math.min(precision, 30) + 1);
        return new RandomColumn(name, "DECIMAL(%d,%d)".formatted(precision, scale), r -> {
            BigInteger digits = new BigInteger(3 * (1 + r.nextInt(precision)), r).mod(BigInteger.TEN.pow(precision));
            return new BigDecimal(r.nextBoolean() ? digits : digits.negate(), scale).toPlainString();
        });
    }

    private static RandomColumn text(String name, String type, int length, Random random) {
        String charset = List.of("latin1", "utf8mb4", "utf8mb4", "utf16", "ucs2", "utf8mb3")
                .get(random.nextInt(6));
        List<String> words = charset.equals("utf8mb4") || charset.equals("utf16") ? ALL_TEXT : LATIN;
        return new RandomColumn(name, "%s CHARSET %s".formatted(type, charset), r -> "LEFT(%s, %d)"
                .formatted(words(r, words, r.nextInt(10) == 0 ? 300 : 6), length));
    }

    private static RandomColumn labels(String name, int count) {
        String labels = String.join(
                ", ", IntStream.range(0, count * 6).mapToObj("'é%d'"::formatted).toList());
        return new RandomColumn(name, "ENUM(%s)".formatted(labels), r -> "'é%d'".formatted(r.nextInt(count * 6)));
    }

    private static String words(Random random, List<String> words, int most) {
        StringBuilder text = new StringBuilder("'");
        for (int i = random.nextInt(most); i >= 0; i--) {
            text.append(words.get(random.nextInt(words.size())));
        }
        return text.append('\'').toString();
    }

    private static int large(Random random) {
        return random.nextInt(40) == 0 ? 2_000 : random.nextInt(30);
    }

    private static String bytes(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return "x'%s'".formatted(HexFormat.of().formatHex(bytes));
    }

    private static String date(Random random, int first, int last) {
        return "%04d-%02d-%02d"
                .formatted(first + random.nextInt(last - first + 1), 1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    private static String time(Random random, int hours) {
        return "%02d:%02d:%02d.%06d"
                .formatted(hours, random.nextInt(60), random.nextInt(60), random.nextInt(1_000_000));
    }

    /** How SQL declares it; it can always be NULL. */
    String declaration() {
        return "`%s` %s".formatted(name, type);
    }

    /** A value or NULL. */
    String value(Random random) {
        String value = literal.apply(random);
        return random.nextInt(8) == 0 && !value.equals(DEFAULT) ? "NULL" : value;
    }
}
