package dev.corecdc.management.actuator;

import dev.corecdc.management.ProcessorDescriptor;
import dev.corecdc.management.ProcessorsDescriptor;
import dev.corecdc.stream.StreamControl;
import dev.corecdc.stream.UnknownStreamException;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/** Shows the streams under {@code /actuator/cdc}. */
@WebEndpoint(id = "cdc")
final class CdcEndpoint {

    private final StreamControl streams;

    CdcEndpoint(StreamControl streams) {
        this.streams = streams;
    }

    @ReadOperation
    ProcessorsDescriptor processors() {
        return ProcessorsDescriptor.of(streams.statuses());
    }

    @ReadOperation
    WebEndpointResponse<?> processor(@Selector String name) {
        try {
            return new WebEndpointResponse<>(ProcessorDescriptor.of(streams.status(name)));
        } catch (UnknownStreamException e) {
            return new WebEndpointResponse<>(
                    ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage())),
                    WebEndpointResponse.STATUS_NOT_FOUND,
                    MediaType.APPLICATION_PROBLEM_JSON);
        }
    }
}
