package dev.corecdc.management.rest;

import dev.corecdc.management.ProcessorDescriptor;
import dev.corecdc.management.ProcessorsDescriptor;
import dev.corecdc.stream.StreamControl;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows and steers the processors. What is asked for is done soon after the answer: that is why it is 202, with the status
 * of the moment.
 */
@RestController
@RequestMapping("/api/processors")
@Tag(name = "processors")
final class ProcessorsController {

    private final StreamControl streams;

    ProcessorsController(StreamControl streams) {
        this.streams = streams;
    }

    @GetMapping
    @Operation(operationId = "listProcessors", summary = "Shows all processors, in the order of their configuration")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true, description = "The processors")
    ProcessorsDescriptor list() {
        return ProcessorsDescriptor.of(streams.statuses());
    }

    @GetMapping("/{name}")
    @Operation(operationId = "showProcessor", summary = "Shows a processor")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true, description = "The processor")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    ProcessorDescriptor show(@PathVariable String name) {
        return ProcessorDescriptor.of(streams.status(name));
    }

    @PostMapping("/{name}/pause")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "pauseProcessor",
            summary = "Asks a processor to pause",
            description = "The pause outlives a restart. Asking again changes nothing.")
    @ApiResponse(responseCode = "202", useReturnTypeSchema = true, description = "It was asked; this is its status now")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    @ApiResponse(responseCode = "409", ref = "Conflict")
    @ApiResponse(responseCode = "503", ref = "Unavailable")
    ProcessorDescriptor pause(@PathVariable String name) {
        streams.pause(name);
        return show(name);
    }

    @PostMapping("/{name}/resume")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "resumeProcessor",
            summary = "Asks a processor to go on",
            description = "After a pause, a failure or a stop. Asking again changes nothing.")
    @ApiResponse(responseCode = "202", useReturnTypeSchema = true, description = "It was asked; this is its status now")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    @ApiResponse(responseCode = "409", ref = "Conflict")
    @ApiResponse(responseCode = "503", ref = "Unavailable")
    ProcessorDescriptor resume(@PathVariable String name) {
        streams.resume(name);
        return show(name);
    }
}
