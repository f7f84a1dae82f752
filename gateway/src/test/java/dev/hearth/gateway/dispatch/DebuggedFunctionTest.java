package dev.hearth.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.Revisions;
import dev.hearth.protocol.Command;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A function whose JVM has a debugger, on one machine: break points end nothing. */
class DebuggedFunctionTest {
    private final TestPool test = new TestPool(Revisions.withVariables(
            Revisions.of("hello"),
            Map.of("JAVA_TOOL_OPTIONS", "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=5005")));

    @Test
    void mayStandStillForAsLongAsSomebodyLooks() {
        TestEnvironment only = test.ready("e1");
        only.beat();
        test.invoke("r1");

        test.after(Duration.ofMinutes(10));
        only.succeed("r1");

        assertThat(test.answer("r1")).isInstanceOf(Answer.Success.class);
        assertThat(test.fleet.removed).isEmpty();
    }

    @Test
    void mayStandStillInItsInit() {
        TestEnvironment only = test.environment("e1").attach();

        test.after(Duration.ofMinutes(10));

        assertThat(only.commands).doesNotContain(Command.RESET);
        assertThat(test.fleet.removed).isEmpty();
    }

    @Test
    void hasOneProcess() {
        test.invoke("r1");
        test.invoke("r2");
        test.invoke("r3");

        assertThat(test.fleet.wanted).containsValue(1);
    }
}
