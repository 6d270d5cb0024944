package dev.corecdc.management.rest;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Errors as problem details on a management port of its own, too. Controllers of the service are not found there, and Spring Boot
 * has one for errors; a route goes before it.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class ManagementProblemsConfiguration {

    @Bean
    RouterFunction<ServerResponse> cdcManagementProblems(
            @Value("${spring.web.error.path:${error.path:/error}}") String path) {
        return RouterFunctions.route(RequestPredicates.path(path), ManagementProblemsConfiguration::error);
    }

    private static ServerResponse error(ServerRequest request) {
        ProblemDetail problem = ProblemErrorController.problem(request.servletRequest());
        return ServerResponse.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
