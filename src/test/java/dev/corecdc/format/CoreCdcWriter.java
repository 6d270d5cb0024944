package dev.corecdc.format;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.format.FormatSettings.JsonSettings;
import dev.corecdc.format.FormatSettings.NumberStyle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes many changes in the format {@code core-cdc}, and reads back what it wrote. */
public final class CoreCdcWriter {

    private final RecordFormat format =
            new CoreCdcFormat(new FormatSettings("s", new JsonSettings(NumberStyle.NUMBER, NumberStyle.NUMBER)));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public JsonNode write(ChangeEvent event) {
        out.reset();
        try {
            format.write(event, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return JsonMapper.shared().readTree(out.toByteArray());
    }
}
