package dev.hearth.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A slow reader holds up the result it reads, and nothing else. */
class StreamFlowTest {
    private final TestPool test = new TestPool();

    @Test
    void aSlowReaderStopsTheEnvironmentsResult() {
        TestEnvironment only = test.ready("e1");
        Dispatcher.InFlight running = test.invoke("r1");

        running.flow(false);
        assertThat(only.work.open).isFalse();

        running.flow(true);
        assertThat(only.work.open).isTrue();
    }

    @Test
    void anAbandonedResultIsReadToItsEnd() {
        TestEnvironment only = test.ready("e1");
        Dispatcher.InFlight running = test.invoke("r1");
        running.flow(false);

        running.abandon();
        running.flow(false);

        assertThat(only.work.open).isTrue();
        only.chunk("nobody reads this");
        assertThat(test.chunks).isEmpty();
    }

    @Test
    void aReaderThatIsSlowAtTheEndDoesNotStopTheNextInvocation() {
        TestEnvironment only = test.ready("e1");
        Dispatcher.InFlight first = test.invoke("r1");
        first.flow(false);
        only.succeed("r1");
        assertThat(only.work.open).isTrue();

        test.invoke("r2");
        first.flow(false);

        assertThat(only.work.open).isTrue();
    }

    @Test
    void aReaderThatIsSlowBeforeItsDispatchIsHeeded() {
        Dispatcher.InFlight waiting = test.invoke("r1");
        waiting.flow(false);

        TestEnvironment only = test.ready("e1");

        assertThat(only.work.open).isFalse();
    }

    @Test
    void theRestOfAnEndedProcessIsRead() {
        TestEnvironment only = test.ready("e1");
        test.invoke("r1").flow(false);

        only.environment.disconnected(only.control);

        assertThat(only.work.open).isTrue();
    }
}
