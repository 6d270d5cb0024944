package dev.corecdc.format;

/** Makes the format {@code core-cdc}. */
class CoreCdcFormatFactory implements RecordFormatFactory {

    @Override
    public String name() {
        return "core-cdc";
    }

    @Override
    public RecordFormat create(FormatSettings settings) {
        return new CoreCdcFormat(settings);
    }
}
