package dev.hearth.runtime.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Results that are sent as they are written. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class StreamingIT {
    private static final String[] STREAMING = {EnvironmentHeaders.RESPONSE_MODE, "streaming"};

    @Test
    void piecesArriveAsTheyAreWritten() throws Exception {
        try (TestEnvironment environment = started()) {
            Exchange result = environment.run(environment.ready(), "wait", STREAMING);

            assertThat(result.header(EnvironmentHeaders.RESPONSE_MODE)).isEqualTo("streaming");
            assertThat(result.nextChunk()).isEqualTo("first");
            assertThat(result.body).isNotDone();
            Files.createFile(environment.folder.resolve("tmp/go"));
            assertThat(result.nextChunk()).isEqualTo("second");
            assertThat(result.text()).isEqualTo("firstsecond");
            assertThat(result.trailers).isEmpty();
        }
    }

    @Test
    void theLogsTailComesAsATrailer() throws Exception {
        try (TestEnvironment environment = started()) {
            Exchange result = environment.run(
                    environment.ready(),
                    "",
                    EnvironmentHeaders.RESPONSE_MODE,
                    "streaming",
                    EnvironmentHeaders.LOG_TAIL,
                    "true");

            assertThat(decoded(result.trailer(EnvironmentHeaders.LOG_TAIL))).startsWith("START RequestId: request-1");
        }
    }

    @Test
    void whatBreaksInTheMiddleEndsInTrailersAndTheNextIsRight() throws Exception {
        try (TestEnvironment environment = started()) {
            Exchange broken = environment.run(environment.ready(), "break", STREAMING);

            assertThat(broken.text()).isEqualTo("first");
            assertThat(broken.trailer(EnvironmentHeaders.ERROR_TYPE)).isEqualTo("Runtime.UserException");
            assertThat(decoded(broken.trailer(EnvironmentHeaders.ERROR_BODY)))
                    .startsWith("{\"errorMessage\":\"broke in the middle\"");
            assertThat(broken.trailer(EnvironmentHeaders.ENDS)).isEmpty();
            assertThat(environment.run(broken, "", STREAMING).text()).isEqualTo("firstsecond");
        }
    }

    @Test
    void aFatalFailureInTheMiddleSaysSoAndAnotherProcessAttaches() throws Exception {
        try (TestEnvironment environment = started()) {
            Exchange broken = environment.run(environment.ready(), "fatal", STREAMING);

            assertThat(broken.trailer(EnvironmentHeaders.ENDS)).isEqualTo("true");
            assertThat(environment.gateway.attach().header(EnvironmentHeaders.EXIT_STATUS))
                    .isEqualTo("1");
        }
    }

    @Test
    void whoWritesToTheResultBeforeDisturbsNothing() throws Exception {
        try (TestEnvironment environment = started()) {
            Exchange first = environment.run(environment.ready(), "", STREAMING);
            first.text();

            Exchange second = environment.run(first, "late", STREAMING);

            assertThat(second.path).isEqualTo(EnvironmentPaths.response("request-1"));
            assertThat(second.text()).isEqualTo("firstsecond");
            environment.awaitLog("refused late");
        }
    }

    private static TestEnvironment started() throws Exception {
        return new TestEnvironment().handler("example.deeds.Streams").start();
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
