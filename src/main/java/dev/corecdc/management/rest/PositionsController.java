package dev.corecdc.management.rest;

import dev.corecdc.management.PositionChangeDescriptor;
import dev.corecdc.management.PositionDescriptor;
import dev.corecdc.stream.PositionControl;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows where the targets of a processor are in the log, and puts them elsewhere. */
@RestController
@RequestMapping("/api/processors/{name}/targets/{target}/position")
@Tag(name = "processors")
final class PositionsController {

    private final PositionControl positions;

    PositionsController(PositionControl positions) {
        this.positions = positions;
    }

    @GetMapping
    @Operation(operationId = "showPosition", summary = "Shows where a target is in the log of its source")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true, description = "Where it is")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    @ApiResponse(responseCode = "503", ref = "Unavailable")
    PositionDescriptor show(@PathVariable String name, @PathVariable String target) {
        return PositionDescriptor.of(name, target, positions.show(name, target));
    }

    @PutMapping
    @Operation(
            operationId = "changePosition",
            summary = "Puts a target that is paused to another place of the log",
            description =
                    "Back, so that it gets again what follows, or over what it is not to get. The body is an object with 'position': a text that"
                            + " 'start-at' takes, or the object that GET shows. What was queued for the target is dropped, dead letters stay. The log"
                            + " tells who did it, from where and to where.")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true, description = "What it does, or would do")
    @ApiResponse(responseCode = "400", ref = "BadRequest")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    @ApiResponse(responseCode = "409", ref = "Conflict")
    @ApiResponse(responseCode = "422", ref = "Unprocessable")
    @ApiResponse(responseCode = "503", ref = "Unavailable")
    PositionChangeDescriptor change(
            @PathVariable String name,
            @PathVariable String target,
            @Parameter(
                            description = "Whether only to say what it would do, also of a target that is not paused",
                            schema = @Schema(type = "boolean", defaultValue = "false"))
                    @RequestParam(defaultValue = "false")
                    String dryRun,
            @RequestBody Map<String, Object> body,
            @Nullable Principal principal) {
        Object wanted = body.get("position");
        if (wanted == null) {
            throw new IllegalArgumentException("'position' is missing");
        }
        return PositionChangeDescriptor.of(
                name,
                target,
                isTrue(dryRun)
                        ? positions.tryOut(name, target, wanted)
                        : positions.change(name, target, wanted, name(principal)));
    }

    /** What is not understood must not be taken for false: the change would be made. */
    private static boolean isTrue(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'dryRun' is true or false");
        };
    }

    private static String name(@Nullable Principal principal) {
        return principal == null ? "nobody" : String.valueOf(principal.getName());
    }

    @ExceptionHandler
    ProblemDetail wrong(IllegalArgumentException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
}
