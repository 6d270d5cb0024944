package dev.corecdc.management.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.management.Http;
import dev.corecdc.management.Http.Answer;
import dev.corecdc.management.ManagementTest;
import dev.corecdc.management.StreamFixture;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.TargetState;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.node.NullNode;

/** The description of the API says what the API does: all of it, and no more. */
@ManagementTest
@TestPropertySource(
        properties = {
            "cdc.security.failed-logins.limit=1",
            "spring.security.user.roles=staff",
            "cdc.security.users[0].name=viewer",
            "cdc.security.users[0].password=looks",
            "cdc.security.users[1].name=operator",
            "cdc.security.users[1].password=acts",
            "cdc.security.users[1].role=operator"
        })
@DirtiesContext
class ApiDescriptionTests {

    private static final String NO_LOGIN = "Accept: */*";
    private static final String NO_ROLE = Http.login();
    private static final String OPERATOR = Http.login("operator", "acts");
    private static final String VIEWER = Http.login("viewer", "looks");
    private static final String SHOW = "GET /api/processors/{name}";
    private static final String PAUSE = "POST /api/processors/{name}/pause";
    private static final String RESUME = "POST /api/processors/{name}/resume";
    private static final String PAUSE_TARGET = "POST /api/processors/{name}/targets/{target}/pause";
    private static final String POSITION = "/api/processors/{name}/targets/{target}/position";
    private static final String RESUME_TARGET = "POST /api/processors/{name}/targets/{target}/resume";

    private final StreamFixture fixture;
    private final RequestMappingHandlerMapping controllers;
    private final Http http;
    private DescribedApi api = new DescribedApi(NullNode.getInstance());

    ApiDescriptionTests(
            @Autowired StreamFixture fixture,
            @Autowired @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping controllers,
            @LocalServerPort int port) {
        this.fixture = fixture;
        this.controllers = controllers;
        this.http = new Http(port);
    }

    @BeforeEach
    void read() throws Exception {
        Answer answer = http.send("GET", "/api/openapi", OPERATOR);
        assertThat(answer.status()).isEqualTo(200);
        api = new DescribedApi(answer.json());
    }

    @Test
    void isOpenApi31AndNamesTheLogin() {
        assertThat(api.document().path("openapi").asString()).startsWith("3.1.");
        assertThat(api.document().path("info").path("title").asString()).isEqualTo("core-cdc");
        assertThat(api.document()
                        .path("components")
                        .path("securitySchemes")
                        .path("password")
                        .path("scheme")
                        .asString())
                .isEqualTo("basic");
        assertThat(api.document().path("components").path("securitySchemes").has("token"))
                .isFalse();
        assertThat(api.document().path("security").path(0).has("password")).isTrue();
    }

    @Test
    void needsALoginLikeTheApi() throws Exception {
        for (String path : new String[] {"/api/openapi", "/api/openapi.yaml"}) {
            assertThat(http.send("GET", path).status()).isEqualTo(401);
            assertThat(http.send("GET", path, VIEWER).status()).isEqualTo(200);
        }
        assertThat(http.send("GET", "/v3/api-docs", OPERATOR).status()).isEqualTo(404);
        assertThat(http.send("GET", "/swagger-ui/index.html", OPERATOR).status())
                .isEqualTo(404);
    }

    @Test
    void describesEveryOperationThatThereIsAndNoOther() {
        Set<String> real = new TreeSet<>();
        controllers.getHandlerMethods().keySet().forEach(mapping -> mapping.getPatternValues().stream()
                .filter(path -> path.startsWith("/api/") && !path.startsWith("/api/openapi"))
                .forEach(path -> {
                    for (RequestMethod method : mapping.getMethodsCondition().getMethods()) {
                        real.add(method + " " + path);
                    }
                }));

        assertThat(api.operations()).isEqualTo(real).contains(SHOW, PAUSE, RESUME);
    }

    @Test
    void saysWhatEveryPropertyIs() {
        assertThat(api.undescribed()).isEmpty();
    }

    /** One story: each answer that is described is got once, and each that is got is described. */
    @Test
    void describesEveryAnswerAsItIs() throws Exception {
        fixture.awaitState("shop", ProcessorState.RUNNING);
        fixture.insert(2);
        fixture.awaitSaved(2);
        list();
        as(SHOW, "shop", OPERATOR, 200);
        as(SHOW, "idle", OPERATOR, 200);
        as(SHOW, "nonesuch", OPERATOR, 404);
        as(PAUSE, "shop", OPERATOR, 202);
        as(RESUME, "shop", OPERATOR, 202);
        as(PAUSE, "nonesuch", OPERATOR, 404);
        as(RESUME, "nonesuch", OPERATOR, 404);
        as(PAUSE, "idle", OPERATOR, 409);
        for (String operation : new String[] {PAUSE_TARGET, RESUME_TARGET}) {
            as(operation, "shop", OPERATOR, 202);
            as(operation, "nonesuch", OPERATOR, 404);
            as(operation, "idle", OPERATOR, 409);
        }

        fixture.source.breakWith(Kind.UNREADABLE, "log_bin is OFF");
        fixture.awaitState("shop", ProcessorState.FAILED);
        as(SHOW, "shop", OPERATOR, 200);
        list();

        fixture.store.fail(() -> new CheckpointException("data/checkpoints: no space left", null));
        as(PAUSE, "shop", OPERATOR, 503);
        as(RESUME, "shop", OPERATOR, 503);
        as(PAUSE_TARGET, "shop", OPERATOR, 503);
        as(RESUME_TARGET, "shop", OPERATOR, 503);
        fixture.store.heal();
        fixture.streams.runner().stop();
        as(RESUME, "shop", OPERATOR, 409);

        fixture.source.mend();
        fixture.streams.runner().start();
        positions();
        deadLetters();
        refusals();
        assertThat(api.seen()).isEqualTo(api.answers());
    }

    private void positions() throws Exception {
        fixture.awaitState("shop", ProcessorState.RUNNING);
        as("GET " + POSITION, "shop", OPERATOR, 200);
        as("GET " + POSITION, "idle", OPERATOR, 200);
        as("GET " + POSITION, "nonesuch", OPERATOR, 404);
        fixture.store.failLoads(true);
        as("GET " + POSITION, "idle", OPERATOR, 503);
        fixture.store.failLoads(false);
        put("{\"position\": \"latest\"}", "shop", "", 409);
        put("{\"position\": \"latest\"}", "shop", "?dryRun=true", 200);
        as(PAUSE_TARGET, "shop", OPERATOR, 202);
        fixture.awaitTarget("console", TargetState.PAUSED);
        put("{\"position\": \"latest\"}", "nonesuch", "", 404);
        put("{\"place\": \"latest\"}", "shop", "", 400);
        put("{\"position\": \"latest\"}", "shop", "?dryRun=yes", 400);
        fixture.source.breakWith(Kind.UNREADABLE, "log_bin is OFF");
        put("{\"position\": \"latest\"}", "shop", "", 422);
        put("{\"position\": \"latest\"}", "shop", "?dryRun=true", 200);
        fixture.source.breakWith(Kind.UNAVAILABLE, "the server is away");
        put("{\"position\": \"latest\"}", "shop", "", 503);
        fixture.source.mend();
        put("{\"position\": \"latest\"}", "shop", "", 200);
        as(RESUME_TARGET, "shop", OPERATOR, 202);
    }

    private void put(String body, String processor, String query, int status) throws Exception {
        String path = POSITION.replace("{name}", processor).replace("{target}", "console");
        Answer answer = http.sendJson(body, "PUT", path + query, OPERATOR);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        api.assertDescribes("PUT " + POSITION, answer);
    }

    private void deadLetters() throws Exception {
        fixture.setAside();
        letters("GET", "", "", 200);
        letters("GET", "", "?state=waiting&processor=shop&target=console&page=0&size=1", 200);
        letters("GET", "", "?size=0", 400);
        letters("GET", "/1", "", 200);
        letters("GET", "/99", "", 404);
        letters("GET", "/none", "", 404);
        letters("POST", "/99/retry", "", 404);
        letters("POST", "/2/retry", "", 409);
        letters("DELETE", "/1", "", 400);
        letters("DELETE", "/99", "?reason=known", 404);
        String change = http.send("GET", "/api/dead-letters/1", OPERATOR)
                .json()
                .path("change")
                .toString();
        edit(change, "/1", 200);
        edit(change.replace("\"row\":[99]", "\"row\":[100]"), "/1", 400);
        edit(change, "/99", 404);
        fixture.store.failLetters(true);
        letters("GET", "", "", 503);
        letters("GET", "/1", "", 503);
        letters("POST", "/1/retry", "", 503);
        letters("DELETE", "/1", "?reason=known", 503);
        edit(change, "/1", 503);
        fixture.streams.runner().stop();
        fixture.streams.runner().start();
        await().until(() ->
                http.send("POST", "/api/dead-letters/retry", OPERATOR).status() == 503);
        letters("POST", "/retry", "", 503);
        fixture.store.failLetters(false);
        fixture.console.hang();
        letters("POST", "/1/retry", "", 202);
        fixture.console.awaitCaller();
        letters("DELETE", "/1", "?reason=known", 409);
        edit(change, "/1", 409);
        letters("DELETE", "/2", "?reason=known", 200);
        letters("POST", "/retry", "?processor=shop", 202);
        fixture.console.heal();
    }

    private void letters(String method, String id, String query, int status) throws Exception {
        Answer answer = http.send(method, "/api/dead-letters" + id + query, OPERATOR);
        assertThat(answer.status()).as(method + id + query + answer.body()).isEqualTo(status);
        api.assertDescribes(method + " /api/dead-letters" + id.replaceAll("/(\\d+|none)", "/{id}"), answer);
    }

    private void edit(String change, String id, int status) throws Exception {
        Answer answer = http.sendJson(change, "PUT", "/api/dead-letters" + id, OPERATOR);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        api.assertDescribes("PUT /api/dead-letters/{id}", answer);
    }

    private void list() throws Exception {
        api.assertDescribes("GET /api/processors", http.send("GET", "/api/processors", OPERATOR));
    }

    /** Each operation without a login, by somebody without a role, and after too many failures. */
    private void refusals() throws Exception {
        for (String operation : api.operations()) {
            as(operation, "shop", NO_LOGIN, 401);
            as(operation, "shop", NO_ROLE, 403);
        }
        http.send("GET", "/api/processors", Http.login("nobody", "guess"));
        for (String operation : api.operations()) {
            as(operation, "shop", Http.login("nobody", "guess"), 429);
        }
    }

    private void as(String operation, String processor, String login, int status) throws Exception {
        int space = operation.indexOf(' ');
        String path = operation
                .substring(space + 1)
                .replace("{name}", processor)
                .replace("{target}", "console")
                .replace("{id}", "1");
        Answer answer = http.send(operation.substring(0, space), path, login);
        assertThat(answer.status()).as(operation).isEqualTo(status);
        api.assertDescribes(operation, answer);
    }
}
