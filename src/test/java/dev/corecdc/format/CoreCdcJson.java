package dev.corecdc.format;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.format.FormatSettings.JsonSettings;
import dev.corecdc.format.FormatSettings.NumberStyle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the format {@code core-cdc} writes, read back. */
public final class CoreCdcJson {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private CoreCdcJson() {}

    public static JsonNode of(ChangeEvent event, String service) {
        return MAPPER.readTree(text(event, service));
    }

    /**
     * The texts, as they stand in {@code record} or {@code before}, of a row's values, by column.
     *
     * @param key {@code record} or {@code before}
     */
    public static Map<String, String> values(ChangeEvent event, String key) {
        String line = text(event, "test");
        Map<String, String> values = new LinkedHashMap<>();
        try (JsonParser parser = MAPPER.createParser(line)) {
            parser.nextToken();
            while (!key.equals(parser.nextName())) {
                parser.nextToken();
                parser.skipChildren();
            }
            parser.nextToken();
            for (String column = parser.nextName(); column != null; ) {
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                String next = parser.nextName();
                int end = (int) parser.currentTokenLocation().getCharOffset();
                // A comma comes before the next name.
                values.put(column, line.substring(start, next == null ? end : end - 1));
                column = next;
            }
        }
        return values;
    }

    private static String text(ChangeEvent event, String service) {
        RecordFormat format = new CoreCdcFormat(
                new FormatSettings(service, new JsonSettings(NumberStyle.NUMBER, NumberStyle.NUMBER)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            format.write(event, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    public static JsonNode parse(String json) {
        return MAPPER.readTree(json);
    }
}
