package dev.corecdc.format;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.format.FormatSettings.JsonSettings;
import dev.corecdc.format.FormatSettings.NumberStyle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the format {@code core-cdc} writes, read back. */
public final class CoreCdcJson {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private CoreCdcJson() {}

    public static JsonNode of(ChangeEvent event, String service) {
        RecordFormat format = new CoreCdcFormat(
                new FormatSettings(service, new JsonSettings(NumberStyle.NUMBER, NumberStyle.NUMBER)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            format.write(event, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return MAPPER.readTree(out.toByteArray());
    }

    public static JsonNode parse(String json) {
        return MAPPER.readTree(json);
    }
}
