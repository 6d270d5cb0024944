package dev.corecdc.format;

import java.util.function.Function;

/** Makes a format by its name. */
record NamedFormatFactory(String name, Function<FormatSettings, RecordFormat> maker) implements RecordFormatFactory {

    @Override
    public RecordFormat create(FormatSettings settings) {
        return maker.apply(settings);
    }
}
