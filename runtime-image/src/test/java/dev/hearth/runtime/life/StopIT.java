package dev.hearth.runtime.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.EnvironmentHeaders;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** SIGTERM to the launcher, as a machine that wants its place back sends it. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class StopIT {
    @Test
    void anIdleEnvironmentSaysSoAndEndsOnceTheGatewayLetsItGo() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            Exchange next = environment.ready();
            environment.gateway.control();

            environment.launcher().destroy();

            assertThat(environment.gateway.control().header(EnvironmentHeaders.STATE))
                    .isEqualTo("STOPPING");
            next.retire();
            assertThat(environment.awaitEnd()).isZero();
            assertThat(environment.log()).contains("shutdown hook ran");
            environment.awaitNothingLeft(Limits.END);
        }
    }

    @Test
    void aRunningInvocationFinishes() throws Exception {
        try (TestEnvironment environment =
                new TestEnvironment().handler("example.deeds.Streams").start()) {
            environment.ready().invoke("request-1", "\"wait\"", EnvironmentHeaders.RESPONSE_MODE, "streaming");
            Exchange result = environment.gateway.work();
            result.nextChunk();
            environment.gateway.control();

            environment.launcher().destroy();

            Exchange stopping = environment.gateway.control();
            assertThat(stopping.header(EnvironmentHeaders.STATE)).isEqualTo("STOPPING");
            assertThat(stopping.header(EnvironmentHeaders.RUNNING)).isEqualTo("request-1");
            Files.createFile(environment.folder.resolve("tmp/go"));
            assertThat(result.text()).isEqualTo("firstsecond");
            result.retire();
            assertThat(environment.awaitEnd()).isZero();
            environment.awaitNothingLeft(Limits.END);
        }
    }

    @Test
    void anEnvironmentThatIsNotAssignedEndsAtOnce() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            environment.gateway.attach();

            environment.launcher().destroy();

            assertThat(environment.awaitEnd()).isZero();
            environment.awaitNothingLeft(Limits.END);
            assertThat(environment.gateway.sawNoOtherAttach()).isTrue();
        }
    }

    @Test
    void aProcessThatDiesWhileItStopsIsNotFollowedByAnother() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            environment.ready();
            environment.gateway.control();
            environment.launcher().destroy();
            environment.gateway.control();

            environment.jvm().destroyForcibly();

            assertThat(environment.awaitEnd()).isZero();
            assertThat(environment.gateway.sawNoOtherAttach()).isTrue();
        }
    }
}
