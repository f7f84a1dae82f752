package dev.hearth.gateway.invoke.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests that AWS's own signer has signed. */
class SignatureCheckTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String PATH = "/2015-03-31/functions/hello/invocations";
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private final SignatureCheck check = new SignatureCheck(InstantSource.fixed(NOW), "us-east-1");

    @ParameterizedTest
    @CsvSource({
        "/2015-03-31/functions/hello/invocations, '{\"a\":\"ü\"}'",
        "/2015-03-31/functions/hello/invocations, ''",
        "/2015-03-31/functions/hello/invocations?Qualifier=%24LATEST, '{}'",
        "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Ahello/invocations, '{}'",
        "/2021-11-15/functions/hello/response-streaming-invocations?b=2&a=1&a=0&empty=, 'x'"
    })
    void takesWhatAwsSigns(String uri, String body) {
        assertThatCode(() -> check(signed(uri, body, SECRET, "lambda", NOW), body))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAnotherBodyPathHeaderOrKey() {
        refuses(signed(PATH, "{}", SECRET, "lambda", NOW), "{ }");
        refuses(signed(PATH, "", SECRET, "lambda", NOW), "{}");
        refuses(signed(PATH, "{}", SECRET, "lambda", NOW).setUri(PATH.replace("hello", "other")), "{}");
        refuses(signed(PATH, "{}", SECRET, "lambda", NOW).setUri(PATH + "?Qualifier=1"), "{}");
        refuses(signed(PATH, "{}", SECRET + "x", "lambda", NOW), "{}");
        HttpRequest changed = signed(PATH, "{}", SECRET, "lambda", NOW);
        changed.headers().set("X-Amz-Client-Context", "e30=");
        refuses(changed, "{}");
        HttpRequest added = signed(PATH, "{}", SECRET, "lambda", NOW);
        added.headers().set("X-Amz-Log-Type", "Tail");
        refuses(added, "{}");
    }

    @Test
    void refusesAnotherServiceAndAnotherTime() {
        refuses(signed(PATH, "{}", SECRET, "s3", NOW), "{}");
        refuses(signed(PATH, "{}", SECRET, "lambda", NOW.minus(Duration.ofMinutes(6))), "{}");
        refuses(signed(PATH, "{}", SECRET, "lambda", NOW.plus(Duration.ofMinutes(6))), "{}");
    }

    @Test
    void refusesWhatWasSignedForAnotherRegionInAwsWords() {
        HttpRequest request = signed(PATH, "{}", SECRET, "lambda", NOW, "eu-west-1");

        assertThatThrownBy(() -> check(request, "{}"))
                .isInstanceOf(SignatureProblem.class)
                .hasMessage("Credential should be scoped to a valid region. ");
    }

    @Test
    void saysAllThatIsWrongWithAScope() {
        HttpRequest request = signed(PATH, "{}", SECRET, "s3", NOW, "eu-west-1");

        assertThatThrownBy(() -> check(request, "{}"))
                .hasMessage("Credential should be scoped to a valid region. "
                        + "Credential should be scoped to correct service: 'lambda'. ");
    }

    @Test
    void takesClocksThatAreALittleOff() {
        assertThatCode(() -> check(signed(PATH, "{}", SECRET, "lambda", NOW.minus(Duration.ofMinutes(4))), "{}"))
                .doesNotThrowAnyException();
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> Authorization.parse("AWS4-HMAC-SHA256 Credential=a/b/c"))
                .isInstanceOfSatisfying(
                        SignatureProblem.class,
                        problem -> assertThat(problem.isIncomplete()).isTrue());
    }

    private void refuses(HttpRequest request, String body) {
        assertThatThrownBy(() -> check(request, body)).isInstanceOf(SignatureProblem.class);
    }

    private void check(HttpRequest request, String body) {
        check.check(
                request,
                body.getBytes(StandardCharsets.UTF_8),
                Authorization.parse(request.headers().get("Authorization")),
                SECRET);
    }

    private static HttpRequest signed(String uri, String body, String secret, String service, Instant at) {
        return signed(uri, body, secret, service, at, "us-east-1");
    }

    private static HttpRequest signed(
            String uri, String body, String secret, String service, Instant at, String region) {
        SdkHttpFullRequest.Builder plain = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create("https://gateway.example" + uri))
                .putHeader("X-Amz-Client-Context", "e30K")
                .putHeader("Content-Type", "application/json");
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(request -> request.identity(AwsCredentialsIdentity.create("AKIA", secret))
                        .request(plain.build())
                        .payload(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)))
                .request();
        HttpRequest sent = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, uri);
        signed.headers()
                .forEach(
                        (name, values) -> values.forEach(value -> sent.headers().add(name, value)));
        return sent;
    }
}
