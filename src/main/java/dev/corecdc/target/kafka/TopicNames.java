package dev.corecdc.target.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Names the topics of tables by a template. Used by one thread at a time.
 *
 * <p>In the name of a database or table each character but the letters, the digits, {@code _} and {@code -} becomes a {@code _}, and {@code -}
 * and eight digits of a digest of the name follow, so that two names do not become the same. Tables that a template leads to the same
 * topic although it asks for what tells them apart are refused.
 */
final class TopicNames {

    private static final int LONGEST = 249;
    private static final int DIGEST_BYTES = 4;
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9_-]");
    private static final Pattern NOT_IN_TOPICS = Pattern.compile("[^A-Za-z0-9._-]");

    private static final String SCHEMA = "{schema}";
    private static final String TABLE = "{table}";

    private final String template;
    private final Map<Table, String> topics = new HashMap<>();

    /** By topic: what its template names. */
    private final Map<String, Table> named = new HashMap<>();

    private record Table(String schema, String table) {}

    /** @throws IllegalArgumentException when the template has other placeholders, or characters that no topic has */
    TopicNames(String template, String service) {
        String known = withService(template, service);
        check(known.replace(SCHEMA, "s").replace(TABLE, "t"), template);
        this.template = known;
    }

    /**
     * The one topic that a template without tables names.
     *
     * @throws IllegalArgumentException when it has other placeholders, or characters that no topic has
     */
    static String single(String template, String service) {
        String topic = withService(template, service);
        check(topic, template);
        return topic;
    }

    private static String withService(String template, String service) {
        return template.replace("{service}", legal(service, NOT_IN_TOPICS));
    }

    private static void check(String name, String template) {
        if (NOT_IN_TOPICS.matcher(name).find() || name.matches("\\.{0,2}") || name.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "'%s' makes no name of a topic: those have letters, digits, '.', '_' and '-'".formatted(template));
        }
    }

    /** @throws IOException when another table has the topic, or the name is too long */
    String of(String schema, String table) throws IOException {
        Table key = new Table(schema, table);
        String known = topics.get(key);
        return known == null ? named(key) : known;
    }

    private String named(Table table) throws IOException {
        String topic = template.replace(SCHEMA, legal(table.schema, NOT_IN_NAMES))
                .replace(TABLE, legal(table.table, NOT_IN_NAMES));
        if (topic.length() > LONGEST) {
            throw new IOException(
                    "the topic of %s.%s would have %d characters, and Kafka takes %d; shorten 'topic', or rename the table by 'transforms'"
                            .formatted(table.schema, table.table, topic.length(), LONGEST));
        }
        Table asked =
                new Table(template.contains(SCHEMA) ? table.schema : "", template.contains(TABLE) ? table.table : "");
        Table other = named.putIfAbsent(topic, asked);
        if (other != null && !other.equals(asked)) {
            throw new IOException(
                    "%s.%s and %s.%s would both go to the topic '%s'; choose another 'topic', or rename one of them by 'transforms'"
                            .formatted(other.schema, other.table, asked.schema, asked.table, topic));
        }
        topics.put(table, topic);
        return topic;
    }

    private static String legal(String name, Pattern illegal) {
        String replaced = illegal.matcher(name).replaceAll("_");
        return replaced.equals(name) ? name : replaced + "-" + digest(name);
    }

    private static String digest(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
