package dev.corecdc.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.RequestDispatcher;
import java.net.URI;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;

class ProblemErrorControllerTests {

    private final MockHttpServletRequest request = new MockHttpServletRequest();

    @Test
    void tellsWhyARequestIsRefused() {
        fail(403, "not yours", "/api/processors");

        assertThat(answer().getStatusCode().value()).isEqualTo(403);
        assertThat(answer().getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(problem().getTitle()).isEqualTo("Forbidden");
        assertThat(problem().getDetail()).isEqualTo("not yours");
        assertThat(problem().getInstance()).isEqualTo(URI.create("/api/processors"));
    }

    @Test
    void keepsTheMessageOfAnUnexpectedExceptionToItself() {
        fail(500, "secret=hunter2", "/api/processors");

        assertThat(answer().getStatusCode().value()).isEqualTo(500);
        assertThat(problem().getDetail()).isNull();
    }

    @Test
    void doesWithoutAPathThatIsNone() {
        fail(400, "", "//");

        assertThat(problem().getDetail()).isNull();
        assertThat(problem().getInstance()).isNull();
    }

    @Test
    void isNotFoundWhenThereIsNoError() {
        assertThat(answer().getStatusCode().value()).isEqualTo(404);
    }

    private void fail(int status, String message, String path) {
        request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, status);
        request.setAttribute(RequestDispatcher.ERROR_MESSAGE, message);
        request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, path);
    }

    private ResponseEntity<ProblemDetail> answer() {
        return new ProblemErrorController().error(request);
    }

    private ProblemDetail problem() {
        return Objects.requireNonNull(answer().getBody());
    }
}
