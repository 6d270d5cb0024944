package dev.corecdc.management.rest;

import dev.corecdc.management.ProcessorDescriptor;
import dev.corecdc.management.ProcessorsDescriptor;
import dev.corecdc.stream.StreamControl;
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
final class ProcessorsController {

    private final StreamControl streams;

    ProcessorsController(StreamControl streams) {
        this.streams = streams;
    }

    @GetMapping
    ProcessorsDescriptor list() {
        return ProcessorsDescriptor.of(streams.statuses());
    }

    @GetMapping("/{name}")
    ProcessorDescriptor show(@PathVariable String name) {
        return ProcessorDescriptor.of(streams.status(name));
    }

    @PostMapping("/{name}/pause")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ProcessorDescriptor pause(@PathVariable String name) {
        streams.pause(name);
        return show(name);
    }

    @PostMapping("/{name}/resume")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ProcessorDescriptor resume(@PathVariable String name) {
        streams.resume(name);
        return show(name);
    }
}
