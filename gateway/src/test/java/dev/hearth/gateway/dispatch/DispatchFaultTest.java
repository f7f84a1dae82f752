package dev.hearth.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.concurrency.InstallationConcurrency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Faults of dispatch itself: they cost no permit, and a caller is answered. */
class DispatchFaultTest {
    private final Revision revision = Revisions.of("hello");
    private final InstallationConcurrency account = InstallationConcurrency.ofOneAccount(1_000);
    private final List<Answer> answers = new ArrayList<>();
    private int readsUntilFault = Integer.MAX_VALUE;
    private final FunctionDispatcher dispatcher = new FunctionDispatcher(
            new TestCatalog(),
            new TestFleet(),
            account,
            DispatchSettings.defaults(Duration.ofMinutes(10)),
            this::clock);

    @Test
    void aFaultInsideAPoolIsAnsweredAndGivesThePermitBack() {
        dispatch();
        readsUntilFault = 1;

        dispatch();

        assertThat(answers).singleElement().isInstanceOf(Answer.Unavailable.class);
        assertThat(account.inFlight()).isOne();
        assertThat(dispatcher.waiting()).isOne();
    }

    @Test
    void aFaultBeforeThePoolGivesThePermitBack() {
        readsUntilFault = 0;

        assertThatThrownBy(this::dispatch).isInstanceOf(IllegalStateException.class);

        assertThat(account.inFlight()).isZero();
    }

    private void dispatch() {
        Invocation invocation =
                new Invocation("r1", revision, "arn", new byte[10], Optional.empty(), Optional.empty(), false, false);
        dispatcher.dispatch(invocation, new Dispatcher.Caller() {
            @Override
            public void chunk(byte[] bytes) {}

            @Override
            public void answered(Answer answer) {
                answers.add(answer);
            }
        });
    }

    private long clock() {
        if (readsUntilFault-- == 0) {
            throw new IllegalStateException("on purpose");
        }
        return 1_000_000_000_000L;
    }
}
