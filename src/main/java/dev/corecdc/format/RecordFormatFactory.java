package dev.corecdc.format;

/** Makes the formats of one kind. Every Spring bean of this type can be named as {@code format} of a target. */
public interface RecordFormatFactory {

    /** The value of {@code format} that asks for this kind. */
    String name();

    RecordFormat create(FormatSettings settings);
}
