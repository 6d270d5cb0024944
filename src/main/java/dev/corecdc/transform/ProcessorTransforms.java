package dev.corecdc.transform;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What becomes of the changes of a processor before anything else sees them.
 *
 * @param excludeColumns patterns of columns to leave out, {@code database.table.column} with {@code *} and {@code ?}; of
 *     documents the path of a field, such as {@code test.people.address.street}
 * @param mask what values are hidden; of a column that several entries name, the first counts
 * @param secret the key of {@code hash}, of 16 characters or more
 * @param beans names of beans of type {@code RecordTransform}, in their order; they see what is left by the above
 */
public record ProcessorTransforms(
        @DefaultValue List<String> excludeColumns,
        @DefaultValue List<@Valid MaskSettings> mask,
        @Nullable String secret,
        @DefaultValue List<String> beans) {

    /**
     * Columns whose values are hidden.
     *
     * @param columns their patterns
     * @param with how they are hidden; it has to be there
     * @param length how many characters, or bytes, {@code truncate} leaves
     */
    public record MaskSettings(
            @NotEmpty List<String> columns,
            @Nullable MaskKind with,
            @Min(0) @DefaultValue("4") int length) {}

    /** Without the secret. */
    @Override
    public String toString() {
        return "ProcessorTransforms[excludeColumns=%s, mask=%s, beans=%s]".formatted(excludeColumns, mask, beans);
    }
}
