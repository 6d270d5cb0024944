package dev.corecdc.management.openapi;

import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;

/** A problem that the API answers with. Operations refer to it by its name. */
enum ApiProblem {
    BAD_REQUEST("400", "BadRequest", "What was asked for makes no sense; the detail says why."),
    UNAUTHORIZED("401", "Unauthorized", "There is no login, or a wrong one."),
    FORBIDDEN(
            "403",
            "Forbidden",
            "The user lacks the role: viewer or operator to look, operator to change. Or the request is a browser's and lacks the"
                    + " token of the cookie XSRF-TOKEN in the header X-XSRF-TOKEN."),
    NOT_FOUND("404", "NotFound", "There is nothing of that name."),
    CONFLICT("409", "Conflict", "That is not possible in the present state."),
    UNPROCESSABLE("422", "Unprocessable", "The source does not have what was asked for; the detail says why."),
    TOO_MANY_REQUESTS("429", "TooManyRequests", "Too many logins of this user from this address have failed."),
    UNAVAILABLE(
            "503",
            "Unavailable",
            "What was asked for cannot be kept, or the source cannot be asked, and so it was not done.");

    /** Those that any operation can answer with. */
    static final List<ApiProblem> COMMON = List.of(UNAUTHORIZED, FORBIDDEN, TOO_MANY_REQUESTS);

    /** The name of the schema of them all. */
    static final String SCHEMA = "Problem";

    private final String status;
    private final String ref;
    private final String description;

    ApiProblem(String status, String ref, String description) {
        this.status = status;
        this.ref = ref;
        this.description = description;
    }

    String status() {
        return status;
    }

    String ref() {
        return ref;
    }

    ApiResponse response() {
        Schema<?> schema = new Schema<>().$ref(SCHEMA);
        ApiResponse response = new ApiResponse()
                .description(description)
                .content(new Content().addMediaType("application/problem+json", new MediaType().schema(schema)));
        return switch (this) {
            case UNAUTHORIZED -> response.addHeaderObject("WWW-Authenticate", header("string", "The kinds of login"));
            case TOO_MANY_REQUESTS ->
                response.addHeaderObject("Retry-After", header("integer", "How many seconds to wait"));
            default -> response;
        };
    }

    private static Header header(String type, String description) {
        Schema<?> schema = new JsonSchema().typesItem(type);
        return new Header().description(description).schema(schema);
    }

    /** The form of them all, by RFC 9457. */
    static Schema<?> schema() {
        Schema<?> problem = property("object", "Why a request was not done");
        problem.addProperty("title", property("string", "The name of the status"));
        problem.addProperty("status", property("integer", "The status"));
        problem.addProperty("detail", property("string", "What is wrong and what helps"));
        problem.addProperty("instance", property("string", "The path of the request"));
        problem.setRequired(List.of("title", "status", "detail", "instance"));
        return problem;
    }

    private static Schema<?> property(String type, String description) {
        return new JsonSchema().typesItem(type).description(description);
    }
}
