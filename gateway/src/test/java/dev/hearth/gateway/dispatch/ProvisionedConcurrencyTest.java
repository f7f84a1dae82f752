package dev.hearth.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.concurrency.InstallationConcurrency;
import dev.hearth.protocol.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Environments that are kept initialised for a version, and what spills over. */
class ProvisionedConcurrencyTest {
    private final TestCatalog catalog = new TestCatalog();
    private final TestFleet fleet = new TestFleet();
    private final InstallationConcurrency account = InstallationConcurrency.ofOneAccount(100);
    private long now = 1_000_000L;
    private final List<Answer> answers = new ArrayList<>();
    private final FunctionDispatcher dispatcher =
            new FunctionDispatcher(catalog, fleet, account, DispatchSettings.defaults(TestPool.KEEP_ALIVE), () -> now);
    private int requests;

    @Test
    void environmentsAreAskedForWithoutAnInvocationAndOutliveKeepAlive() {
        Revision version = serve(2);
        dispatcher.review();
        assertThat(fleet.wanted).containsEntry("hello-1-provisioned", 2).doesNotContainKey("hello-1");
        provisioned(version, "p1").attach().ready();
        provisioned(version, "p2").attach().ready();

        pass(TestPool.KEEP_ALIVE.multipliedBy(2));

        assertThat(fleet.released).isEmpty();
        assertThat(dispatcher.provisioned(version)).isEqualTo(new Provisioned(2, 2, false));
    }

    @Test
    void aProvisionedEnvironmentComesFirstAndTheRestSpillsOver() {
        Revision version = serve(1);
        dispatcher.review();
        TestEnvironment kept = provisioned(version, "p1").attach().ready();

        invoke(version);
        invoke(version);

        assertThat(kept.runs).containsExactly("r0");
        assertThat(fleet.wanted).containsEntry("hello-1", 1);
        TestEnvironment onDemand = onDemand(version, "d1").attach().ready();
        assertThat(onDemand.runs).containsExactly("r1");
        kept.succeed("r0");
        invoke(version);
        assertThat(kept.runs).containsExactly("r0", "r2");
    }

    @Test
    void onDemandServesWhileNothingIsInitialisedYet() {
        Revision version = serve(3);
        dispatcher.review();
        provisioned(version, "p1").attach();

        invoke(version);

        assertThat(onDemand(version, "d1").attach().ready().runs).containsExactly("r0");
        assertThat(dispatcher.provisioned(version)).isEqualTo(new Provisioned(1, 0, false));
    }

    @Test
    void anInitMayTakeLongerThanOnDemand() {
        Revision version = serve(1);
        dispatcher.review();
        TestEnvironment slow = provisioned(version, "p1").attach();
        assertThat(slow.assignments)
                .singleElement()
                .satisfies(assignment -> assertThat(assignment.initTimeoutMs()).isEqualTo(130_000));

        advance(slow, Duration.ofSeconds(120));
        assertThat(slow.commands).doesNotContain(Command.RESET);

        advance(slow, Duration.ofSeconds(11));
        assertThat(slow.commands).contains(Command.RESET);
    }

    @Test
    void aFailedInitIsRepeatedWithoutAnInvocationAndReportedWhenItFailsAgainAndAgain() {
        Revision version = serve(1);
        dispatcher.review();
        TestEnvironment failing = provisioned(version, "p1").attach();
        for (int attempt = 1; attempt <= 6; attempt++) {
            assertThat(dispatcher.provisioned(version).failing()).isFalse();
            assertThat(failing.assignments).hasSize(attempt);
            failing.failInit();
            failing.disconnect();
            failing.attach();
            advance(failing, Duration.ofMillis(600));
        }
        assertThat(failing.assignments).hasSize(6);
        assertThat(dispatcher.provisioned(version).failing()).isTrue();

        advance(failing, Duration.ofMinutes(1));

        assertThat(failing.assignments).hasSize(7);
        failing.ready();
        assertThat(dispatcher.provisioned(version)).isEqualTo(new Provisioned(1, 1, false));
    }

    @Test
    void whatIsNoLongerProvisionedRetires() {
        Revision version = serve(1);
        dispatcher.review();
        TestEnvironment kept = provisioned(version, "p1").attach().ready();
        invoke(version);

        catalog.serve(Revisions.version("hello", "1", OptionalInt.empty()));
        assertThat(kept.retired).isFalse();
        kept.succeed("r0");

        assertThat(kept.retired).isTrue();
        assertThat(fleet.released).containsExactly("p1");
        assertThat(answers).singleElement().isInstanceOf(Answer.Success.class);
    }

    @Test
    void lessProvisionedConcurrencyRetiresTheRest() {
        Revision version = serve(2);
        dispatcher.review();
        provisioned(version, "p1").attach().ready();
        provisioned(version, "p2").attach().ready();

        serve(1);
        dispatcher.review();

        assertThat(fleet.released).hasSize(1);
        assertThat(dispatcher.provisioned(version).available()).isEqualTo(1);
    }

    private Revision serve(int environments) {
        Revision version = Revisions.provisioned("hello", "1", OptionalInt.empty(), environments);
        catalog.serve(version);
        return version;
    }

    private TestEnvironment provisioned(Revision version, String id) {
        return onDemand(version.provisioned().orElseThrow(), id);
    }

    private TestEnvironment onDemand(Revision version, String id) {
        return new TestEnvironment(dispatcher.pools().find(version).orElseThrow(), id);
    }

    /** Its heartbeat goes on. */
    private void advance(TestEnvironment environment, Duration time) {
        for (long end = now + time.toNanos(); now < end; ) {
            now += 100_000_000L;
            dispatcher.tick();
            environment.beat();
        }
    }

    private void pass(Duration time) {
        for (long end = now + time.toNanos(); now < end; ) {
            now += 1_000_000_000L;
            dispatcher.review();
        }
    }

    private void invoke(Revision revision) {
        Invocation invocation = new Invocation(
                "r" + requests++, revision, "arn", new byte[1], Optional.empty(), Optional.empty(), false, false);
        dispatcher.dispatch(invocation, new Dispatcher.Caller() {
            @Override
            public void chunk(byte[] bytes) {}

            @Override
            public void answered(Answer answer) {
                answers.add(answer);
            }
        });
    }
}
