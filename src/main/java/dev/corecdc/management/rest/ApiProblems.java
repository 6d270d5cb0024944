package dev.corecdc.management.rest;

import dev.corecdc.stream.CheckpointsUnavailableException;
import dev.corecdc.stream.DeadLetterBusyException;
import dev.corecdc.stream.IllegalTransitionException;
import dev.corecdc.stream.NotPausedException;
import dev.corecdc.stream.PlaceRefusedException;
import dev.corecdc.stream.SourceUnavailableException;
import dev.corecdc.stream.UnknownDeadLetterException;
import dev.corecdc.stream.UnknownStreamException;
import dev.corecdc.stream.UnknownTargetException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Tells in problem details why the streams did not do what the API asked for. */
@RestControllerAdvice(basePackageClasses = ApiProblems.class)
final class ApiProblems {

    @ExceptionHandler
    ProblemDetail unknown(UnknownStreamException e) {
        return problem(HttpStatus.NOT_FOUND, e);
    }

    @ExceptionHandler
    ProblemDetail unknown(UnknownTargetException e) {
        return problem(HttpStatus.NOT_FOUND, e);
    }

    @ExceptionHandler
    ProblemDetail notNow(IllegalTransitionException e) {
        return problem(HttpStatus.CONFLICT, e);
    }

    @ExceptionHandler
    ProblemDetail unknown(UnknownDeadLetterException e) {
        return problem(HttpStatus.NOT_FOUND, e);
    }

    @ExceptionHandler
    ProblemDetail notNow(DeadLetterBusyException e) {
        return problem(HttpStatus.CONFLICT, e);
    }

    @ExceptionHandler
    ProblemDetail notNow(NotPausedException e) {
        return problem(HttpStatus.CONFLICT, e);
    }

    @ExceptionHandler
    ProblemDetail noPlace(PlaceRefusedException e) {
        return problem(HttpStatus.UNPROCESSABLE_CONTENT, e);
    }

    @ExceptionHandler
    ProblemDetail notAsked(SourceUnavailableException e) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, e);
    }

    @ExceptionHandler
    ProblemDetail notKept(CheckpointsUnavailableException e) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, e);
    }

    private static ProblemDetail problem(HttpStatus status, Exception e) {
        return ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
    }
}
