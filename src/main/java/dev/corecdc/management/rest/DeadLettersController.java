package dev.corecdc.management.rest;

import dev.corecdc.management.DeadLetterDescriptor;
import dev.corecdc.management.DeadLettersDescriptor;
import dev.corecdc.stream.DeadLetterControl;
import dev.corecdc.stream.DeadLetterControl.Filter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Shows what targets have rejected, and works with it. A retry is done soon after the answer, by the lane of the target. */
@RestController
@RequestMapping("/api/dead-letters")
@Tag(name = "dead letters")
final class DeadLettersController {

    private static final int LARGEST_PAGE = 500;

    private final DeadLetterControl letters;

    DeadLettersController(DeadLetterControl letters) {
        this.letters = letters;
    }

    @GetMapping
    @Operation(
            operationId = "listDeadLetters",
            summary = "Shows a page of the dead letters and of what waits behind them")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true, description = "The page")
    @ApiResponse(responseCode = "400", ref = "BadRequest")
    @ApiResponse(responseCode = "503", ref = "Unavailable")
    DeadLettersDescriptor list(
            @Parameter(description = "Only of that processor") @RequestParam(required = false) @Nullable
                    String processor,
            @Parameter(description = "Only of that target") @RequestParam(required = false) @Nullable String target,
            @Parameter(
                            description = "Only those: DEAD or WAITING",
                            schema = @Schema(allowableValues = {"DEAD", "WAITING"}))
                    @RequestParam(required = false)
                    @Nullable
                    String state,
            @Parameter(
                            description = "The number of the page, from 0",
                            schema = @Schema(type = "integer", defaultValue = "0"))
                    @RequestParam(defaultValue = "0")
                    String page,
            @Parameter(
                            description = "How many on a page, at most 500",
                            schema = @Schema(type = "integer", defaultValue = "50"))
                    @RequestParam(defaultValue = "50")
                    String size) {
        Boolean waiting = state == null
                ? null
                : DeadLetterDescriptor.State.valueOf(state.toUpperCase(Locale.ROOT))
                        == DeadLetterDescriptor.State.WAITING;
        int number = number("page", page, 0, Integer.MAX_VALUE);
        return DeadLettersDescriptor.of(
                letters.list(new Filter(processor, target, waiting), number, number("size", size, 1, LARGEST_PAGE)));
    }

    private static int number(String name, String text, int least, int most) {
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw new IllegalArgumentException("'%s' is from %d to %d.".formatted(name, least, most));
        }
        return number;
    }

    @GetMapping("/{id}")
    @Operation(operationId = "showDeadLetter", summary = "Shows a dead letter")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true, description = "The letter")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    @ApiResponse(responseCode = "503", ref = "Unavailable")
    DeadLetterDescriptor show(@PathVariable String id) {
        return DeadLetterDescriptor.of(letters.show(number(id)));
    }

    /** There is no letter of a number that is none. */
    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    @PutMapping("/{id}")
    @Operation(
            operationId = "editDeadLetter",
            summary = "Puts another change in the place of a letter's",
            description =
                    "The body is the 'change' of the letter, with other values in 'row' and 'before', or another 'statement'. The"
                            + " values of the primary key, the columns and the place in the log stay.")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true, description = "The letter as it is now")
    @ApiResponse(responseCode = "400", ref = "BadRequest")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    @ApiResponse(responseCode = "409", ref = "Conflict")
    @ApiResponse(responseCode = "503", ref = "Unavailable")
    DeadLetterDescriptor edit(
            @PathVariable String id, @RequestBody Map<String, Object> change, @Nullable Principal principal) {
        String text = JsonMapper.shared().writeValueAsString(change);
        return DeadLetterDescriptor.of(letters.edit(number(id), text, name(principal)));
    }

    @PostMapping("/{id}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "retryDeadLetter",
            summary = "Asks for a letter to be delivered again",
            description =
                    "The target's lane does it when it next runs, and then delivers what waits behind it. A target that has FAILED"
                            + " goes on. Delivered, the letter is gone; rejected, it tells the new error.")
    @ApiResponse(responseCode = "202", useReturnTypeSchema = true, description = "It was asked; this is the letter")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    @ApiResponse(responseCode = "409", ref = "Conflict")
    @ApiResponse(responseCode = "503", ref = "Unavailable")
    DeadLetterDescriptor retry(@PathVariable String id) {
        return DeadLetterDescriptor.of(letters.retry(number(id)));
    }

    @PostMapping("/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "retryDeadLetters",
            summary = "Asks for all letters to be delivered again, of a processor and a target or of all")
    @ApiResponse(responseCode = "202", useReturnTypeSchema = true, description = "It was asked; so many there are")
    @ApiResponse(responseCode = "503", ref = "Unavailable")
    AskedDescriptor retryAll(
            @Parameter(description = "Only of that processor") @RequestParam(required = false) @Nullable
                    String processor,
            @Parameter(description = "Only of that target") @RequestParam(required = false) @Nullable String target) {
        return new AskedDescriptor(letters.retryAll(processor, target));
    }

    /** How many letters there are to be delivered again. */
    @Schema(description = "What was asked for")
    record AskedDescriptor(
            @Schema(description = "How many letters there are")
            int letters) {}

    @DeleteMapping("/{id}")
    @Operation(
            operationId = "deleteDeadLetter",
            summary = "Gives a letter up for good",
            description = "What waits behind it is delivered. The log tells who did it, and why.")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true, description = "The letter that is gone")
    @ApiResponse(responseCode = "400", ref = "BadRequest")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    @ApiResponse(responseCode = "409", ref = "Conflict")
    @ApiResponse(responseCode = "503", ref = "Unavailable")
    DeadLetterDescriptor delete(
            @PathVariable String id,
            @Parameter(description = "Why, for the log", required = true) @RequestParam(defaultValue = "")
                    String reason,
            @Nullable Principal principal) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("'reason' is missing: say why the change may be given up.");
        }
        DeadLetterDescriptor letter = show(id);
        letters.delete(number(id), reason, name(principal));
        return letter;
    }

    private static String name(@Nullable Principal principal) {
        return principal == null ? "nobody" : String.valueOf(principal.getName());
    }

    @ExceptionHandler
    ProblemDetail wrong(IllegalArgumentException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
}
