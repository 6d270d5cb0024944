package dev.corecdc.transform;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a target gets, and how it is called there. They work in the order in which they stand here; all but the last two know
 * things by the names that they have in the source.
 *
 * @param include patterns of the tables wanted, {@code database.table} with {@code *} and {@code ?}; empty: all that the processor sends
 * @param exclude patterns of the tables not wanted; it wins over {@code include}
 * @param filter an expression that is true for the records wanted, such as {@code record['amount'] > 100}; it knows
 *     {@code record}, {@code before}, {@code event_type}, {@code schema_name} and {@code table_name}
 * @param beans names of beans of type {@code RecordTransform}, in their order
 * @param includeColumns patterns of the columns wanted, {@code database.table.column} with {@code *} and {@code ?}; empty: all.
 *     Primary keys are always there
 * @param excludeColumns patterns of the columns not wanted
 * @param rename other names
 * @param addFields fields that every record gets
 */
public record TargetTransforms(
        @DefaultValue List<String> include,
        @DefaultValue List<String> exclude,
        @Nullable String filter,
        @DefaultValue List<String> beans,
        @DefaultValue List<String> includeColumns,
        @DefaultValue List<String> excludeColumns,
        @DefaultValue List<@Valid RenameSettings> rename,
        @DefaultValue List<@Valid FieldSettings> addFields) {

    /**
     * Another name for a database, a table or columns: one of the three stands there.
     *
     * @param schema a database
     * @param table a table, {@code database.table}
     * @param column a pattern of columns, {@code database.table.column} with {@code *} and {@code ?}; of documents the path of a field,
     *     whose last part is renamed
     * @param to the other name
     */
    public record RenameSettings(
            @Nullable String schema,
            @Nullable String table,
            @Nullable String column,
            @NotBlank String to) {}

    /**
     * A field of a fixed text, in {@code record} and {@code before}.
     *
     * @param name its name, which no column has
     * @param value its text
     */
    public record FieldSettings(
            @NotBlank String name, @NotNull String value) {}
}
