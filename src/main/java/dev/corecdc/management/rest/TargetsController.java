package dev.corecdc.management.rest;

import dev.corecdc.management.ProcessorDescriptor;
import dev.corecdc.stream.StreamControl;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Steers single targets of a processor, as {@link ProcessorsController} does the whole. */
@RestController
@RequestMapping("/api/processors/{name}/targets/{target}")
@Tag(name = "processors")
final class TargetsController {

    private final StreamControl streams;

    TargetsController(StreamControl streams) {
        this.streams = streams;
    }

    @PostMapping("/pause")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "pauseTarget",
            summary = "Asks one target of a processor to pause",
            description =
                    "The others go on. The pause outlives a restart, and a pause of the processor. Asking again changes nothing.")
    @ApiResponse(
            responseCode = "202",
            useReturnTypeSchema = true,
            description = "It was asked; this is the status of its processor now")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    @ApiResponse(responseCode = "409", ref = "Conflict")
    @ApiResponse(responseCode = "503", ref = "Unavailable")
    ProcessorDescriptor pause(@PathVariable String name, @PathVariable String target) {
        streams.pauseTarget(name, target);
        return ProcessorDescriptor.of(streams.status(name));
    }

    @PostMapping("/resume")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "resumeTarget",
            summary = "Asks one target of a processor to go on",
            description =
                    "After a pause or a failure. It reads for itself what it missed, and then joins the others. Asking again changes nothing.")
    @ApiResponse(
            responseCode = "202",
            useReturnTypeSchema = true,
            description = "It was asked; this is the status of its processor now")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    @ApiResponse(responseCode = "409", ref = "Conflict")
    @ApiResponse(responseCode = "503", ref = "Unavailable")
    ProcessorDescriptor resume(@PathVariable String name, @PathVariable String target) {
        streams.resumeTarget(name, target);
        return ProcessorDescriptor.of(streams.status(name));
    }
}
