package dev.hearth.runtime.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.Command;
import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A life in which nothing goes wrong, and what an invocation is told and tells. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class LifeIT {
    @Test
    void attachesRunsInvocationsAndRetires() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            Exchange attach = environment.attached();
            assertThat(attach.method).isEqualTo("POST");
            assertThat(attach.header(EnvironmentHeaders.ENVIRONMENT_ID)).isEqualTo(TestEnvironment.ID);
            assertThat(attach.header(EnvironmentHeaders.AUTHORIZATION)).isEqualTo("Bearer " + TestEnvironment.TOKEN);
            assertThat(attach.header(EnvironmentHeaders.PROTOCOL_VERSION)).isEqualTo("1");
            assertThat(attach.header(EnvironmentHeaders.EXIT_STATUS)).isEmpty();
            assertThat(Integer.parseInt(attach.header(EnvironmentHeaders.START_MS)))
                    .isBetween(1, 30_000);

            Exchange next = environment.gateway.work();
            assertThat(next.method + " " + next.path).isEqualTo("GET " + EnvironmentPaths.NEXT);
            assertThat(next.header(EnvironmentHeaders.ENVIRONMENT_ID)).isEqualTo(TestEnvironment.ID);
            assertThat(next.header(EnvironmentHeaders.AUTHORIZATION)).isEqualTo("Bearer " + TestEnvironment.TOKEN);
            assertThat(Double.parseDouble(next.header(EnvironmentHeaders.INIT_MS)))
                    .isBetween(0.01, 30_000.0);

            Exchange result = environment.run(next, "print hello");
            assertThat(result.method + " " + result.path).isEqualTo("POST " + EnvironmentPaths.response("request-1"));
            assertThat(result.text()).isEqualTo("\"done\"");
            result.invoke("request-2", "\"say again\"");
            Exchange second = environment.gateway.work();
            assertThat(second.path).isEqualTo(EnvironmentPaths.response("request-2"));
            second.retire();

            assertThat(environment.awaitEnd()).isZero();
            assertThat(environment.log().replaceAll("\\d+\\.\\d\\d ms|\\d+ ms|\\d+ MB\\t\\S*(?=Init|\\n)", "N"))
                    .matches("f \\| INIT_START Runtime Version: hearth:java25 \\(25.*\\)\n"
                            + "f \\| constructed\n"
                            + "f \\| START RequestId: request-1 Version: \\$LATEST\n"
                            + "f \\| hello\n"
                            + "f \\| END RequestId: request-1\n"
                            + "f \\| REPORT RequestId: request-1\tDuration: N\tBilled Duration: N\tMemory Size: 256 MB"
                            + "\tMax Memory Used: NInit Duration: N\t\n"
                            + "f \\| START RequestId: request-2 Version: \\$LATEST\n"
                            + "f \\| END RequestId: request-2\n"
                            + "f \\| REPORT RequestId: request-2\tDuration: N\tBilled Duration: N\tMemory Size: 256 MB"
                            + "\tMax Memory Used: N\n"
                            + "f \\| shutdown hook ran\n");
            environment.awaitNothingLeft(Limits.END);
        }
    }

    @Test
    void saysOnTheControlConnectionWhatItDoes() throws Exception {
        try (TestEnvironment environment =
                new TestEnvironment().handler("example.deeds.Deeds").start()) {
            Exchange next = environment.ready();
            Exchange first = environment.gateway.control();
            assertThat(first.header(EnvironmentHeaders.STATE)).isIn("INIT", "READY");
            first.reply(200, java.util.Map.of(EnvironmentHeaders.COMMAND, "PING"), new byte[0]);
            Exchange ready = environment.gateway.control();
            assertThat(ready.header(EnvironmentHeaders.STATE)).isEqualTo("READY");
            assertThat(ready.header(EnvironmentHeaders.RUNNING)).isEmpty();

            next.invoke("request-9", "\"block\"");
            environment.awaitLog("blocking");
            ready.reply(200, java.util.Map.of(EnvironmentHeaders.COMMAND, "NONE"), new byte[0]);
            Exchange busy = environment.gateway.control();

            assertThat(busy.header(EnvironmentHeaders.STATE)).isEqualTo("BUSY");
            assertThat(busy.header(EnvironmentHeaders.RUNNING)).isEqualTo("request-9");
        }
    }

    @Test
    void servesMetricsAndSaysWhere() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            environment.run(environment.ready(), "say x").text();
            String port = "";
            while (port.isEmpty()) {
                Exchange question = environment.gateway.control();
                port = question.header(EnvironmentHeaders.METRICS_PORT);
                question.reply(200, java.util.Map.of(), new byte[0]);
            }

            try (var metrics = java.net
                    .URI
                    .create("http://127.0.0.1:" + port + "/metrics")
                    .toURL()
                    .openStream()) {
                assertThat(new String(metrics.readAllBytes(), StandardCharsets.UTF_8))
                        .contains("lambda_environment_invocations_total{function=\"f\",qualifier=\"$LATEST\"} 1.0");
            }
        }
    }

    @Test
    void theFunctionSeesNothingOfItsIdentity() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            String secrets = environment.run(environment.ready(), "secrets").text();

            assertThat(secrets)
                    .contains("PATH")
                    .endsWith("-1\"")
                    .doesNotContain(
                            TestEnvironment.TOKEN, TestEnvironment.ID, environment.gateway.address(), "HEARTH_");
        }
    }

    @Test
    void givesTheLogsTailToACallerThatWantsIt() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            Exchange result = environment.run(environment.ready(), "print seen", EnvironmentHeaders.LOG_TAIL, "true");

            assertThat(new String(
                            Base64.getDecoder().decode(result.header(EnvironmentHeaders.LOG_TAIL)),
                            StandardCharsets.UTF_8))
                    .startsWith("START RequestId: request-1 Version: $LATEST\nseen\nEND RequestId: request-1\nREPORT")
                    .endsWith("ms\t\n");
            Exchange second = environment.run(result, "say x");
            assertThat(second.header(EnvironmentHeaders.LOG_TAIL)).isEmpty();
        }
    }

    @Test
    void passesOnTraceAndClientContextOfThisInvocationOnly() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            String context = Base64.getEncoder()
                    .encodeToString("{\"custom\":{\"key\":\"välue\"}}".getBytes(StandardCharsets.UTF_8));
            Exchange client =
                    environment.run(environment.ready(), "client key", EnvironmentHeaders.CLIENT_CONTEXT, context);
            Exchange traced = environment.run(client, "trace", EnvironmentHeaders.TRACE_ID, "Root=1-2-3;Sampled=1");
            Exchange untraced = environment.run(traced, "trace");

            assertThat(client.text()).isEqualTo("\"välue\"");
            assertThat(traced.text()).isEqualTo("\"Root=1-2-3;Sampled=1\"");
            assertThat(untraced.text()).isEqualTo("\"null\"");
        }
    }

    @Test
    void reportsAFunctionsErrorAndGoesOn() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            Exchange failed = environment.run(environment.ready(), "fail on purpose");

            assertThat(failed.path).isEqualTo(EnvironmentPaths.error("request-1"));
            assertThat(failed.header(EnvironmentHeaders.ERROR_TYPE)).isEqualTo("Runtime.UserException");
            assertThat(failed.header("Connection")).isEmpty();
            assertThat(failed.text())
                    .startsWith("{\"errorMessage\":\"on purpose\",\"errorType\":\"java.lang.IllegalStateException\","
                            + "\"stackTrace\":[\"example.deeds.Deeds.perform(")
                    .doesNotContain("dev.hearth");
            assertThat(environment.run(failed, "calls").text()).isEqualTo("\"2\"");
            assertThat(environment.log()).contains("f | on purpose: java.lang.IllegalStateException\n");
        }
    }

    @Test
    void writesTheLogAsObjects() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().jsonLog("INFO").start()) {
            Exchange failed = environment.run(environment.run(environment.ready(), "log hi"), "fail on purpose");
            failed.retire();
            environment.awaitEnd();

            assertThat(environment.log())
                    .containsPattern("f \\| \\{\"time\":\"[^\"]*Z\",\"type\":\"platform.start\",\"record\":")
                    .containsPattern("f \\| \\{\"timestamp\":\"[^\"]*Z\",\"message\":\"hi\",\"level\":\"UNDEFINED\","
                            + "\"AWSRequestId\":\"request-1\"}\n")
                    .containsPattern(
                            "\"message\":\"on purpose: java.lang.IllegalStateException\\\\n.*\",\"level\":\"ERROR\"")
                    .doesNotContain("REPORT RequestId");
        }
    }

    @Test
    void printsTenMegabytes() throws Exception {
        try (TestEnvironment environment =
                new TestEnvironment().with("HEARTH_MEMORY_MB", "128").start()) {
            Exchange result = environment.run(environment.ready(), "flood 10", EnvironmentHeaders.LOG_TAIL, "true");

            assertThat(result.text()).isEqualTo("\"done\"");
            assertThat(environment.log().lines().filter(line -> line.equals("f | " + "x".repeat(1023))))
                    .hasSize(10 * 1024);
            assertThat(Base64.getDecoder().decode(result.header(EnvironmentHeaders.LOG_TAIL)))
                    .hasSize(4096);
        }
    }

    @Test
    void aCommandMayComeAtAnyTime() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            Exchange next = environment.ready();
            for (int i = 0; i < 20; i++) {
                environment.command(Command.PING);
            }
            assertThat(environment.run(next, "say x").text()).isEqualTo("\"x\"");
        }
    }
}
