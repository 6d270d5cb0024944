package dev.corecdc.management.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;

/** What all operations of the API have in common: the logins, and the problems that they refer to. */
final class ApiDescription {

    private static final String PASSWORD = "password";
    private static final String TOKEN = "token";

    private ApiDescription() {}

    /** @param tokens whether tokens are taken for logins */
    static OpenAPI of(String version, boolean tokens) {
        Components components = new Components().addSchemas(ApiProblem.SCHEMA, ApiProblem.schema());
        for (ApiProblem problem : ApiProblem.values()) {
            components.addResponses(problem.ref(), problem.response());
        }
        OpenAPI description = new OpenAPI(SpecVersion.V31)
                .info(new Info()
                        .title("core-cdc")
                        .description("Shows and steers the processors of the service and their targets.")
                        .version(version)
                        .license(new License()
                                .name("Apache License, Version 2.0")
                                .identifier("Apache-2.0")))
                .components(components)
                .addSecurityItem(new SecurityRequirement().addList(PASSWORD));
        components.addSecuritySchemes(PASSWORD, login("basic"));
        if (tokens) {
            description.addSecurityItem(new SecurityRequirement().addList(TOKEN));
            components.addSecuritySchemes(TOKEN, login("bearer").bearerFormat("JWT"));
        }
        return description;
    }

    private static SecurityScheme login(String scheme) {
        return new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme(scheme);
    }
}
