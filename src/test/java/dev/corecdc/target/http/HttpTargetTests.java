package dev.corecdc.target.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.RetryLaterException;
import dev.corecdc.target.Target;
import dev.corecdc.target.TargetContract;
import dev.corecdc.target.TargetException;
import dev.corecdc.target.http.Requests.Request;
import dev.corecdc.testing.Changes;
import dev.corecdc.testing.FreePort;
import dev.corecdc.testing.NumberFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@Timeout(60)
class HttpTargetTests extends TargetContract {

    private final Requests requests;

    HttpTargetTests() throws IOException {
        this.requests = new Requests();
    }

    @AfterEach
    void stop() {
        requests.close();
    }

    @Override
    protected Target open() {
        return target(Map.of());
    }

    @Override
    protected List<Long> delivered() {
        return requests.all().stream()
                .flatMap(request -> request.body().lines())
                .map(NumberFormat::numberOf)
                .toList();
    }

    private HttpTarget target(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("url", requests.url()));
        all.putAll(settings);
        return (HttpTarget) new HttpTargetFactory(null).create("hook", new NumberFormat(), bind(all));
    }

    private static HttpTargetSettings bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("", HttpTargetSettings.class);
    }

    private Request posted(Map<String, String> settings) throws Exception {
        target(settings).save(Changes.inserts(1, 2));
        return requests.last();
    }

    @Test
    void postsARecordALine() throws Exception {
        Request request = posted(Map.of());

        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/hook?a=1");
        assertThat(request.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(request.header("Content-Encoding")).isEmpty();
        assertThat(request.body()).isEqualTo("INSERT 1 name 1\nINSERT 2 name 2\n");
    }

    @Test
    void postsAnArray() throws Exception {
        Request request = posted(Map.of("body", "array"));

        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.body()).isEqualTo("[INSERT 1 name 1,INSERT 2 name 2]");
    }

    @Test
    void makesElementsOfTheMessagesThatAFormatMakesOfOneChange() throws Exception {
        NumberFormat twice = new NumberFormat() {
            @Override
            public void write(ChangeEvent event, OutputStream out) throws IOException {
                super.write(event, out);
                out.write('\n');
                super.write(event, out);
            }
        };
        new HttpTargetFactory(null)
                .create("hook", twice, bind(Map.of("url", requests.url(), "body", "array")))
                .save(Changes.inserts(1, 2));

        assertThat(requests.last().body())
                .isEqualTo("[INSERT 1 name 1,INSERT 1 name 1,INSERT 2 name 2,INSERT 2 name 2]");
    }

    @Test
    void compresses() throws Exception {
        Request request = posted(Map.of("gzip", "true"));

        assertThat(request.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(request.body()).isEqualTo("INSERT 1 name 1\nINSERT 2 name 2\n");
        assertThat(request.bytes()).isNotEqualTo(request.body().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void logsIn() throws Exception {
        assertThat(posted(Map.of()).header("Authorization")).isEmpty();
        assertThat(posted(Map.of("bearer-token", "t0k")).header("Authorization"))
                .isEqualTo("Bearer t0k");
        assertThat(posted(Map.of("username", "me", "password", "p:ß")).header("Authorization"))
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString("me:p:ß".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void sendsHeadersOfItsSettings() throws Exception {
        Request request = posted(Map.of("headers.X-Tenant", "7", "headers.User-Agent", "shop"));

        assertThat(request.header("X-Tenant")).isEqualTo("7");
        assertThat(request.header("User-Agent")).isEqualTo("shop");
    }

    @Test
    void namesTheSameRequestTheSameAndNoOther() throws Exception {
        Target target = target(Map.of());
        target.save(Changes.inserts(1, 2));
        target.save(Changes.inserts(1, 2));
        target.save(Changes.inserts(1, 3));
        target.save(Changes.inserts(2, 2));
        target(Map.of()).save(Changes.inserts(1, 2));

        List<String> keys = requests.all().stream()
                .map(request -> request.header("Idempotency-Key"))
                .toList();
        assertThat(keys).allMatch(key -> key.matches("[0-9a-f]{64}"));
        assertThat(keys.get(1)).isEqualTo(keys.get(0));
        assertThat(keys.get(4)).isEqualTo(keys.get(0));
        assertThat(keys.subList(1, 4)).doesNotHaveDuplicates();
    }

    /** The second has a key in Base64. */
    @ParameterizedTest
    @CsvSource({"a secret, a secret", "whsec_YSBzZWNyZXQ=, a secret"})
    void signs(String secret, String key) throws Exception {
        Request request = posted(Map.of("signature-secret", secret, "gzip", "true"));

        String id = request.header("webhook-id");
        String time = request.header("webhook-timestamp");
        assertThat(id).isNotEmpty().isEqualTo(request.header("Idempotency-Key"));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update((id + "." + time + ".").getBytes(StandardCharsets.UTF_8));
        assertThat(request.header("webhook-signature"))
                .isEqualTo("v1," + Base64.getEncoder().encodeToString(mac.doFinal(request.bytes())));
        assertThat(Long.parseLong(time)).isCloseTo(System.currentTimeMillis() / 1000, within(60L));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void countsAsSavedWhatIsTaken(int status) {
        requests.answer(status, "");

        assertThatCode(() -> posted(Map.of())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 409, 410, 413, 422})
    void rejectsWhatIsRefusedForGood(int status) {
        requests.answer(status, "no\nsuch {\"thing\"}");

        assertThatExceptionOfType(RejectedRecordException.class)
                .isThrownBy(() -> posted(Map.of()))
                .withMessage("the receiver answered %d: no such {\"thing\"}", status)
                .satisfies(rejected -> assertThat(rejected.index()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
    void failsForNowWhatMayBeTakenLater(int status) {
        requests.answer(status, "");

        assertThatThrownBy(() -> posted(Map.of()))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("the receiver answered " + status);
    }

    @Test
    void failsForNowAlsoWithStatusesOfItsSettings() {
        requests.answer(401, "");

        assertThatThrownBy(() -> posted(Map.of("retry-on", "401, 403"))).isExactlyInstanceOf(IOException.class);
    }

    @Test
    void waitsAsLongAsItIsAsked() {
        requests.answer(429, "", "Retry-After", "7");
        assertThatExceptionOfType(RetryLaterException.class)
                .isThrownBy(() -> posted(Map.of()))
                .satisfies(later -> assertThat(later.pause()).isEqualTo(Duration.ofSeconds(7)));

        String soon = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(10));
        requests.answer(503, "", "Retry-After", soon);
        assertThatExceptionOfType(RetryLaterException.class)
                .isThrownBy(() -> posted(Map.of()))
                .satisfies(later -> assertThat(later.pause()).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(10)));
    }

    @Test
    void waitsForAnHourAtMost() {
        requests.answer(429, "", "Retry-After", "999999999");

        assertThatExceptionOfType(RetryLaterException.class)
                .isThrownBy(() -> posted(Map.of()))
                .satisfies(later -> assertThat(later.pause()).isEqualTo(Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-3", "Sun, 06 Nov 1994 08:49:37 GMT", ""})
    void waitsAsEverWhenTheTimeItIsAskedForIsNone(String text) {
        requests.answer(429, "", "Retry-After", text);

        assertThatThrownBy(() -> posted(Map.of())).isExactlyInstanceOf(IOException.class);
    }

    @Test
    void doesNotFollowARedirection() {
        requests.answer(302, "", "Location", "/elsewhere");

        assertThatThrownBy(() -> posted(Map.of()))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage(
                        "the receiver answered 302 and sends to /elsewhere; redirections are not followed, 'url' has to"
                                + " name the place itself");
        assertThat(requests.all()).hasSize(1);
    }

    @Test
    void failsForNowWhenTheAnswerDoesNotEnd() {
        CountDownLatch end = new CountDownLatch(1);
        requests.answer(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(() -> posted(Map.of("timeout", "300ms")))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("http://localhost:%d has not answered within PT0.3S", requests.port());
        end.countDown();
    }

    @Test
    void keepsOnlyTheBeginningOfALongAnswer() {
        requests.answer(400, "y".repeat(2_000_000));

        assertThatThrownBy(() -> posted(Map.of())).hasMessage("the receiver answered 400: " + "y".repeat(300));
    }

    @Test
    void failsForNowWhenNobodyIsThere() throws IOException {
        int port = FreePort.find();

        assertThatThrownBy(() -> posted(Map.of("url", "http://localhost:%d/?token=canary".formatted(port))))
                .isExactlyInstanceOf(IOException.class)
                .hasMessageStartingWith("http://localhost:%d was not reached: ".formatted(port))
                .hasMessageNotContaining("canary");
    }

    @Test
    void canBeInterrupted() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch there = new CountDownLatch(1);
        requests.answer(exchange -> {
            there.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Target target = target(Map.of());
        FutureTask<@Nullable Void> saving = new FutureTask<>(() -> {
            target.save(Changes.inserts(1, 1));
            return null;
        });
        Thread thread = new Thread(saving);
        thread.start();
        there.await();

        thread.interrupt();

        assertThatThrownBy(saving::get).hasCauseInstanceOf(InterruptedException.class);
        end.countDown();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url=ftp://host/ | url does not begin with http:// or https:// and a host",
                "url=/hook | url does not begin with http:// or https:// and a host",
                "url=http://[ | url cannot be read as one",
                "url=http://me:canary@host/ | url has a user in it, who belongs into username and password",
                "url=http://host,headers.Content-Length=3 | restricted header name: \"Content-Length\"",
                "url=http://host,password=b | password needs username",
                "url=http://host,ssl-bundle=b | ssl-bundle needs spring.ssl.bundle"
            })
    void refusesSettingsThatItCannotWorkWith(String settings, String problem) {
        assertThatExceptionOfType(TargetException.class)
                .isThrownBy(() -> target(properties(settings)))
                .withMessage("The target 'hook' cannot post: %s. Correct it below cdc.targets.hook.http.", problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url=u,bearer-token=a,username=b | only one of bearer-token and username can be set",
                "url=u,timeout=0s | connect-timeout and timeout must be greater than 0"
            })
    void refusesSettingsThatContradictEachOther(String settings, String problem) {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(properties(settings)))
                .havingRootCause()
                .withMessage(problem);
    }

    private static Map<String, String> properties(String settings) {
        Map<String, String> properties = new HashMap<>();
        Arrays.stream(settings.split(",", -1)).forEach(setting -> {
            String[] pair = setting.split("=", 2);
            properties.put(pair[0], pair[1]);
        });
        return properties;
    }
}
