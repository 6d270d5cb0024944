package dev.corecdc.management.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/** Says of every operation how it answers without a login that will do. */
final class CommonProblems implements GlobalOperationCustomizer {

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        for (ApiProblem problem : ApiProblem.COMMON) {
            operation.getResponses().addApiResponse(problem.status(), new ApiResponse().$ref(problem.ref()));
        }
        return operation;
    }
}
