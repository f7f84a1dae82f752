package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a function writes and what it is told, seen from outside. */
@ResourceLock("machine")
class LogsE2E {
    private static HearthProcess hearth;
    private static Lambda lambda;

    @BeforeAll
    static void up() throws Exception {
        hearth = HearthProcess.up(HearthProcess.checkout().resolve("e2e/functions/manifests"));
        lambda = new Lambda(hearth.url());
    }

    @AfterAll
    static void down() {
        hearth.close();
    }

    @Test
    void answersWithTheTail() throws Exception {
        String tail = lambda.tail("say", "{\"out\":\"hi\"}");

        assertThat(tail)
                .matches("(?s)START RequestId: [0-9a-f-]{36} Version: \\$LATEST\nout hi\nerr hi\nlogger hi\n"
                        + "\\[WARN\\] warned hi\nEND RequestId: [0-9a-f-]{36}\n"
                        + "REPORT RequestId: [0-9a-f-]{36}\tDuration: [0-9.]+ ms\tBilled Duration: [0-9]+ ms\t"
                        + "Memory Size: 128 MB\tMax Memory Used: [0-9]+ MB\t(Init Duration: [0-9.]+ ms\t)?\n");
    }

    @Test
    void answersWithTheLastFourKilobytesOnly() throws Exception {
        String tail = lambda.tail("print", "{\"mb\":1}");

        assertThat(tail).hasSize(4096).contains("xxx").endsWith("\t\n");
    }

    @Test
    void answersWithTheTailOfATimeOut() throws Exception {
        assertThat(lambda.tail("block", "{}"))
                .startsWith("START RequestId: ")
                .contains(
                        "blocking\n", " Task timed out after 1.00 seconds\n\nEND RequestId: ", "\tStatus: timeout\t\n");
    }

    @Test
    void answersWithTheTailOfAProcessThatEnded() throws Exception {
        assertThat(lambda.tail("exit", "{\"status\":7}"))
                .matches(
                        "(?s)START RequestId: [0-9a-f-]{36} Version: \\$LATEST\nleaving\n"
                                + "RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 7\nRuntime.ExitError\n"
                                + "END RequestId: [0-9a-f-]{36}\nREPORT RequestId: .*\tStatus: error\tError Type: Runtime.ExitError\t\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"print-raw", "other-collector"})
    void whatIsPrintedPastTheRuntimeIsInTheTailAndBehindTheFunctionsName(String function) throws Exception {
        String tail = lambda.tail(function, "\"x\"");

        assertThat(tail)
                .startsWith("START RequestId: ")
                .contains("out x\n", "\ndescriptor x\n", "\nchild x\n", "\nerror x\n")
                .containsPattern("(?s)child x\n.*END RequestId: .*\nREPORT RequestId: ")
                .doesNotContain("hearth-end");
        await().untilAsserted(() -> assertThat(hearth.output())
                .contains(function + " | descriptor x\n", function + " | child x\n", function + " | error x\n"));
        assertThat(hearth.output()).doesNotContain("hearth-end", "[error]", "shared spaces");
    }

    @Test
    void printsLinesBehindTheFunctionsName() throws Exception {
        lambda.invoke("say", "{\"out\":\"prefixed\"}");

        await().untilAsserted(() -> assertThat(hearth.output())
                .contains("say | out prefixed", "say | REPORT RequestId: ", "say | INIT_START Runtime Version: "));
    }

    @Test
    void writesJsonFromTheLevelsAsked() throws Exception {
        String tail = lambda.tail("say-json", "{\"out\":\"x\"}");

        assertThat(tail)
                .contains("{\"time\":\"", "\"type\":\"platform.start\"", "\"type\":\"platform.report\"")
                .contains("\"message\":\"warned x\",\"level\":\"WARN\",\"AWSRequestId\":\"")
                .contains("out x\n")
                .doesNotContain("START RequestId");
    }

    @Test
    void tellsTheFunctionOfItself() throws Exception {
        String told = lambda.invoke("surroundings", "{}").body();

        assertThat(told)
                .contains("\"_HANDLER\":\"example.faults.Surroundings::tell\"")
                .contains("\"AWS_LAMBDA_FUNCTION_NAME\":\"surroundings\"")
                .contains("\"AWS_EXECUTION_ENV\":\"AWS_Lambda_java21\"")
                .contains("\"AWS_REGION\":\"us-east-1\"")
                .contains("\"GREETING\":\"Hi\"")
                .contains("\"functionName\":\"surroundings\"")
                .contains("\"memoryLimitInMB\":192")
                .contains("\"invokedFunctionArn\":\"arn:aws:lambda:us-east-1:000000000000:function:surroundings\"")
                .contains("\"readLocalTmp\":true", "sun.jnu.encoding=UTF-8", "user.country=US")
                .doesNotContain("HEARTH_")
                .doesNotContain("dev.hearth");
    }
}
