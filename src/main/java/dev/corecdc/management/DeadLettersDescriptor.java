package dev.corecdc.management;

import dev.corecdc.stream.DeadLetterControl;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** A page of dead letters, in the order in which they were set aside. */
@Schema(description = "A page of dead letters")
public record DeadLettersDescriptor(
        @Schema(description = "In the order in which they were set aside")
        List<DeadLetterDescriptor> deadLetters,

        @Schema(description = "How many there are on all pages")
        long total) {

    public static DeadLettersDescriptor of(DeadLetterControl.Page page) {
        return new DeadLettersDescriptor(
                page.letters().stream().map(DeadLetterDescriptor::of).toList(), page.total());
    }
}
