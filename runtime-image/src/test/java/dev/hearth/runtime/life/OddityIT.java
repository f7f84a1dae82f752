package dev.hearth.runtime.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.EnvironmentHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Functions that leave their process in an unusual state: the next invocation is right all the same. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class OddityIT {
    @Test
    void theNextInvocationIsRightWhateverTheOneBeforeDid() throws Exception {
        try (TestEnvironment environment = started()) {
            Exchange next = environment.ready();
            for (String oddity : new String[] {
                "closeIn",
                "closeOut",
                "leaveThreads",
                "interrupt",
                "interruptAll",
                "uncaught",
                "loader",
                "name",
                "priority",
                "throwError",
                "throwThreadDeath",
                "replaceOut",
                "properties"
            }) {
                Exchange odd = environment.run(next, oddity);
                Exchange ordinary = environment.run(odd, "ordinary");
                assertThat(ordinary.text()).as(oddity).isEqualTo("\"interrupted false\"");
                next = ordinary;
            }
            next.retire();
            assertThat(environment.awaitEnd()).isZero();
        }
    }

    @Test
    void whoClosesTheOutputPrintsOn() throws Exception {
        try (TestEnvironment environment = started()) {
            environment
                    .run(environment.run(environment.ready(), "closeOut"), "ordinary")
                    .text();

            environment.awaitLog("f | ordinary false\n");
        }
    }

    @Test
    void anInterruptThatComesTooLateDoesNotHitTheNextInvocation() throws Exception {
        try (TestEnvironment environment = started()) {
            Exchange odd = environment.run(environment.ready(), "interruptLater");
            odd.text();
            environment.awaitLog("interrupted while idle");

            Exchange next = environment.run(odd, "ordinary");

            assertThat(next.text()).isEqualTo("\"interrupted false\"");
        }
    }

    @Test
    void anInterruptDoesNotKeepARetiredEnvironmentAlive() throws Exception {
        try (TestEnvironment environment = started()) {
            Exchange odd = environment.run(environment.ready(), "interruptLater");
            odd.text();
            environment.awaitLog("interrupted while idle");

            odd.retire();

            assertThat(environment.awaitEnd()).isZero();
            assertThat(environment.gateway.sawNoOtherAttach()).isTrue();
        }
    }

    @Test
    void threadsThatAreLeftDoNotKeepTheProcessAlive() throws Exception {
        try (TestEnvironment environment = started()) {
            environment.run(environment.ready(), "leaveThreads").retire();

            assertThat(environment.awaitEnd()).isZero();
            environment.awaitNothingLeft(Limits.END);
        }
    }

    @Test
    void anExceptionThatCannotBeReportedEndsTheProcessThoughThreadsAreLeft() throws Exception {
        try (TestEnvironment environment = started()) {
            Exchange odd = environment.run(environment.ready(), "leaveThreads");

            odd.invoke("request-2", "\"nastyException\"");

            assertThat(environment.gateway.attach().header(EnvironmentHeaders.EXIT_STATUS))
                    .isEqualTo("1");
        }
    }

    private static TestEnvironment started() throws Exception {
        return new TestEnvironment().handler("example.deeds.Oddities").start();
    }
}
