package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hearth.e2e.Lambda.Answer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** How {@code hearth up} behaves as a program: its end, its access, its views. */
@ResourceLock("machine")
class UpE2E {
    private static final Path FUNCTIONS = HearthProcess.checkout().resolve("e2e/functions/manifests");

    @Test
    void finishesWhatRunsBeforeItEndsAndLeavesNoProcess() throws Exception {
        try (HearthProcess hearth = HearthProcess.up(FUNCTIONS)) {
            Lambda lambda = new Lambda(hearth.url());
            CompletableFuture<Answer> running = lambda.invokeLater("sleep", "{\"ms\":2000}");
            await().until(() -> lambda.get("/metrics").contains("state=\"busy\"} 1.0"));
            Set<Long> below = hearth.descendants();

            assertThat(hearth.terminate()).isZero();

            assertThat(running.get().body()).isEqualTo("\"slept\"");
            await().untilAsserted(() -> assertThat(below).isNotEmpty().noneMatch(HearthProcess::exists));
        }
    }

    @Test
    void refusesWebPagesAndForeignHosts() throws Exception {
        try (HearthProcess hearth = HearthProcess.up(FUNCTIONS)) {
            Lambda lambda = new Lambda(hearth.url());
            HttpRequest fromAPage = HttpRequest.newBuilder(
                            hearth.url().resolve("/2015-03-31/functions/echo/invocations"))
                    .header("Origin", "https://evil.example")
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();

            HttpResponse<String> answer = lambda.client().send(fromAPage, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(hearth.descendants()).isEmpty();
        }
    }

    @Test
    void letsOnlyCallersWithTheTokenIn() throws Exception {
        try (HearthProcess hearth = HearthProcess.up(FUNCTIONS, "--token", "0123456789abcdef")) {
            Lambda lambda = new Lambda(hearth.url());
            assertThat(lambda.invoke("echo", "{}").status()).isEqualTo(403);
            HttpRequest withToken = HttpRequest.newBuilder(
                            hearth.url().resolve("/2015-03-31/functions/echo/invocations"))
                    .header("Authorization", "Bearer 0123456789abcdef")
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();

            assertThat(lambda.client()
                            .send(withToken, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void saysWhatIsWrongWithAShortToken() {
        assertThatThrownBy(() -> HearthProcess.up(FUNCTIONS, "--token", "s3cret"))
                .hasMessageContaining("--token has 6 characters")
                .hasMessageContaining("at least 16")
                .hasMessageNotContaining("Exception: the token");
    }

    @Test
    void saysInOneSentenceThatItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThatThrownBy(() -> HearthProcess.up(FUNCTIONS, "--port", port))
                    .hasMessageContaining("Cannot listen on 127.0.0.1:" + port + ": another program does")
                    .hasMessageContaining("--port 0")
                    .hasMessageNotContaining("\tat ");
        }
    }

    @Test
    void isTheRegionAndAccountThatItIsStartedAs() throws Exception {
        try (HearthProcess hearth =
                HearthProcess.up(FUNCTIONS, "--region", "eusc-de-east-1", "--account-id", "123456789012")) {
            String arn = "arn:aws-eusc:lambda:eusc-de-east-1:123456789012:function:surroundings";

            String told = new Lambda(hearth.url()).invoke(arn, "{}").body();

            assertThat(told)
                    .contains("\"AWS_REGION\":\"eusc-de-east-1\"", "\"AWS_DEFAULT_REGION\":\"eusc-de-east-1\"")
                    .contains("\"invokedFunctionArn\":\"" + arn + "\"");
        }
    }

    @Test
    void goesBackToNoEnvironmentAfterTheKeepAlive() throws Exception {
        try (HearthProcess hearth = HearthProcess.up(FUNCTIONS, "--keep-alive", "1s")) {
            new Lambda(hearth.url()).invoke("echo", "{}");
            assertThat(hearth.jvms()).hasSize(1);

            await().until(() -> hearth.descendants().isEmpty());
        }
    }

    @Test
    void throttlesAboveTheAccountsConcurrency() throws Exception {
        try (HearthProcess hearth = HearthProcess.up(FUNCTIONS, "--account-concurrency", "110")) {
            Lambda lambda = new Lambda(hearth.url());
            lambda.invoke("capped", "{\"ms\":0}");
            CompletableFuture<Answer> first = lambda.invokeLater("capped", "{\"ms\":2000}");
            CompletableFuture<Answer> second = lambda.invokeLater("capped", "{\"ms\":2000}");
            await().until(() -> lambda.get("/metrics").contains("lambda_concurrent_executions 2.0"));

            Answer third = lambda.invoke("capped", "{}");

            assertThat(third.status()).isEqualTo(429);
            assertThat(third.errorType()).isEqualTo("TooManyRequestsException");
            assertThat(first.get().status()).isEqualTo(200);
            assertThat(second.get().status()).isEqualTo(200);
        }
    }

    @Test
    void showsHealthAndMetricsOfGatewayAndEnvironments() throws Exception {
        try (HearthProcess hearth = HearthProcess.up(FUNCTIONS)) {
            Lambda lambda = new Lambda(hearth.url());
            lambda.invoke("echo", "{}");

            assertThat(lambda.get("/healthz")).isEqualTo("ok\n");
            assertThat(lambda.get("/readyz")).isEqualTo("ready\n");
            assertThat(lambda.get("/metrics"))
                    .contains(
                            "lambda_invocations_total{function=\"echo\",namespace=\"default\",qualifier=\"$LATEST\"} 1.0");
        }
    }

    @Test
    void tellsPrometheusWhereEnvironmentsAre() throws Exception {
        try (HearthProcess hearth = HearthProcess.up(FUNCTIONS)) {
            Lambda lambda = new Lambda(hearth.url());
            lambda.invoke("echo", "{}");
            Pattern target = Pattern.compile("\"(127\\.0\\.0\\.1:[0-9]+)\"");

            await().until(() -> target.matcher(lambda.get("/metrics/targets")).find());

            Matcher found = target.matcher(lambda.get("/metrics/targets"));
            assertThat(found.find()).isTrue();
            assertThat(new Lambda(URI.create("http://" + found.group(1))).get("/metrics"))
                    .contains("lambda_environment_invocations_total{function=\"echo\",qualifier=\"$LATEST\"} 1.0")
                    .contains("lambda_environment_init_duration_seconds", "jvm_memory_used_bytes");
        }
    }

    @Test
    void tellsThePhasesOfAColdStart() throws Exception {
        try (HearthProcess hearth = HearthProcess.up(FUNCTIONS)) {
            Lambda lambda = new Lambda(hearth.url());
            HttpRequest first = HttpRequest.newBuilder(hearth.url().resolve("/2015-03-31/functions/echo/invocations"))
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();

            HttpResponse<String> cold = lambda.client().send(first, HttpResponse.BodyHandlers.ofString());
            HttpResponse<String> warm = lambda.client().send(first, HttpResponse.BodyHandlers.ofString());

            assertThat(cold.headers().firstValue("Hearth-Cold-Start").orElse(""))
                    .matches("launch=[0-9.]+;start=[0-9.]+;init=[0-9.]+;dispatch=[0-9.]+");
            assertThat(warm.headers().firstValue("Hearth-Cold-Start")).isEmpty();
        }
    }
}
