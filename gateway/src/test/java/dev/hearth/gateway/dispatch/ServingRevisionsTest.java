package dev.hearth.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.concurrency.InstallationConcurrency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Functions that come, go and change while they are invoked. */
class ServingRevisionsTest {
    private final TestCatalog catalog = new TestCatalog();
    private final TestFleet fleet = new TestFleet();
    private final InstallationConcurrency account = InstallationConcurrency.ofOneAccount(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private long now = 1_000_000L;
    private final List<Answer> answers = new ArrayList<>();
    private final FunctionDispatcher dispatcher =
            new FunctionDispatcher(catalog, fleet, account, DispatchSettings.defaults(TestPool.KEEP_ALIVE), () -> now);
    private int requests;

    @Test
    void aNewFunctionsReservedConcurrencyHoldsFromItsFirstInvocation() {
        Revision blocked = hello(OptionalInt.of(0));

        invoke(blocked);

        assertThat(answers)
                .containsExactly(new Answer.Throttled(
                        Answer.Reason.ReservedFunctionConcurrentInvocationLimitExceeded, Duration.ofSeconds(1)));
    }

    @Test
    void aChangedReservedConcurrencyHoldsAtOnce() {
        catalog.serve(hello(OptionalInt.of(2)));
        catalog.serve(hello(OptionalInt.of(1)));

        invoke(hello(OptionalInt.of(1)));
        invoke(hello(OptionalInt.of(1)));

        assertThat(answers).singleElement().isInstanceOf(Answer.Throttled.class);
    }

    @Test
    void aRaisedReservedConcurrencyRaisesWhatTheFleetIsAskedFor() {
        catalog.serve(hello(OptionalInt.of(1)));
        invoke(hello(OptionalInt.of(1)));
        catalog.serve(hello(OptionalInt.of(3)));

        invoke(hello(OptionalInt.of(3)));
        invoke(hello(OptionalInt.of(3)));

        assertThat(fleet.wanted).containsEntry("hello-1", 3);
    }

    @Test
    void aRaiseThatIsFoundByTheReviewIsAskedForToo() {
        catalog.serve(hello(OptionalInt.of(1)));
        invoke(hello(OptionalInt.of(1)));
        account.serve(Revisions.of("hello", TIMEOUT, OptionalInt.of(2)));
        invoke(hello(OptionalInt.of(2)));
        assertThat(fleet.wanted).containsEntry("hello-1", 1);
        catalog.serve(hello(OptionalInt.of(2)));

        dispatcher.review();

        assertThat(fleet.wanted).containsEntry("hello-1", 2);
    }

    @Test
    void anInvocationThatRacesWithTheStopIsAnswered() {
        catalog.serve(hello(OptionalInt.empty()));
        dispatcher.stop();

        invoke(hello(OptionalInt.empty()));

        assertThat(answers)
                .singleElement()
                .isInstanceOfSatisfying(
                        Answer.Unavailable.class,
                        refused -> assertThat(refused.cause()).isEqualTo(Answer.Cause.STOPPING));
        assertThat(account.inFlight()).isZero();
    }

    @Test
    void whatWaitsInVainGoesToTheNextRevision() {
        Revision first = Revisions.of("hello", 1, TIMEOUT, OptionalInt.empty());
        Revision second = Revisions.of("hello", 2, TIMEOUT, OptionalInt.empty());
        catalog.serve(first);
        invoke(first);

        catalog.serve(second);

        assertThat(fleet.wanted).containsEntry(second.id(), 1);
        TestEnvironment next = attached(second).ready();
        assertThat(next.runs).containsExactly("r0");
        next.succeed("r0");
        assertThat(answers).singleElement().isInstanceOf(Answer.Success.class);
        assertThat(account.inFlight()).isZero();
    }

    @Test
    void whatAnEnvironmentStartsForStaysWithIt() {
        Revision first = Revisions.of("hello", 1, TIMEOUT, OptionalInt.empty());
        catalog.serve(first);
        invoke(first);
        TestEnvironment starting = attached(first);

        catalog.serve(Revisions.of("hello", 2, TIMEOUT, OptionalInt.empty()));

        starting.ready();
        assertThat(starting.runs).containsExactly("r0");
    }

    @Test
    void anInvocationThatCameTooLateForItsRevisionIsFoundByTheReview() {
        Revision first = Revisions.of("hello", 1, TIMEOUT, OptionalInt.empty());
        Revision second = Revisions.of("hello", 2, TIMEOUT, OptionalInt.empty());
        catalog.serve(second);
        invoke(first);

        dispatcher.review();

        assertThat(fleet.wanted).containsEntry(second.id(), 1);
        assertThat(dispatcher.waiting()).isEqualTo(1);
    }

    private TestEnvironment attached(Revision revision) {
        return new TestEnvironment(dispatcher.pools().find(revision).orElseThrow(), "e1").attach();
    }

    @Test
    void aRemovedFunctionsLastInvocationIsServed() {
        catalog.serve(hello(OptionalInt.empty()));
        invoke(hello(OptionalInt.empty()));
        catalog.remove("hello");
        dispatcher.review();

        assertThat(answers).isEmpty();
        assertThat(dispatcher.waiting()).isEqualTo(1);
        dispatcher.stop();
        assertThat(answers).hasSize(1);
    }

    @Test
    void aMinimumIsAskedForWithoutAnInvocation() {
        catalog.serve(bounded(2, OptionalInt.empty(), Optional.empty()));

        dispatcher.review();

        assertThat(fleet.wanted).containsEntry("hello-1", 2);
    }

    @Test
    void aMinimumOutlivesKeepAlive() {
        Revision kept = bounded(1, OptionalInt.empty(), Optional.empty());
        catalog.serve(kept);
        dispatcher.review();
        TestEnvironment only = attached(kept).ready();
        invoke(kept);
        only.succeed("r0");

        pass(TestPool.KEEP_ALIVE.multipliedBy(2));
        assertThat(fleet.released).isEmpty();

        catalog.serve(bounded(0, OptionalInt.empty(), Optional.empty()));
        dispatcher.review();
        assertThat(fleet.released).containsExactly("e1");
    }

    @Test
    void aMaximumCapsWhatTheFleetIsAskedForAndTheRestWaits() {
        Revision capped = bounded(0, OptionalInt.of(1), Optional.empty());
        catalog.serve(capped);

        invoke(capped);
        invoke(capped);

        assertThat(fleet.wanted).containsEntry("hello-1", 1);
        TestEnvironment only = attached(capped).ready();
        only.succeed("r0");
        only.succeed("r1");
        assertThat(answers).hasSize(2).allMatch(Answer.Success.class::isInstance);
    }

    @Test
    void aFunctionsOwnKeepAliveTakesThePlaceOfTheInstallations() {
        Revision brief = bounded(0, OptionalInt.empty(), Optional.of(Duration.ofSeconds(20)));
        catalog.serve(brief);
        invoke(brief);
        attached(brief).ready().succeed("r0");

        pass(Duration.ofSeconds(19));
        assertThat(fleet.released).isEmpty();
        pass(Duration.ofSeconds(3));
        assertThat(fleet.released).containsExactly("e1");
    }

    @Test
    void aRaisedLimitOfTheAccountReachesWhatServes() {
        Revision revision = hello(OptionalInt.empty());
        account.limit(revision.function().accountId(), OptionalInt.of(1));
        catalog.serve(revision);
        invoke(revision);
        account.limit(revision.function().accountId(), OptionalInt.of(3));
        dispatcher.review();

        invoke(revision);
        invoke(revision);

        assertThat(fleet.wanted).containsEntry("hello-1", 3);
    }

    /** Lambda: 1,000 environments every 10 s, over all versions, refilled continuously. */
    @Test
    void aFunctionThatGrowsFasterThanLambdasIsThrottled() {
        InstallationConcurrency large = InstallationConcurrency.ofOneAccount(3_000);
        FunctionDispatcher wide = new FunctionDispatcher(
                catalog, fleet, large, DispatchSettings.defaults(TestPool.KEEP_ALIVE), () -> now);
        Revision latest = hello(OptionalInt.empty());
        Revision version = Revisions.version("hello", "1", OptionalInt.empty());
        for (int call = 0; call < 1_000; call++) {
            invoke(wide, call % 2 == 0 ? latest : version);
        }
        assertThat(answers).isEmpty();

        invoke(wide, latest);
        assertThat(answers)
                .containsExactly(
                        new Answer.Throttled(Answer.Reason.ConcurrentInvocationLimitExceeded, Duration.ofSeconds(1)));
        assertThat(large.inFlight()).isEqualTo(1_000);
        invoke(wide, Revisions.of("other"));
        assertThat(answers).hasSize(1);

        now += 10_000_000;
        invoke(wide, version);
        invoke(wide, version);
        assertThat(answers).hasSize(2);
    }

    private void pass(Duration time) {
        for (long end = now + time.toNanos(); now < end; ) {
            now += 1_000_000_000L;
            dispatcher.review();
        }
    }

    private static Revision bounded(int minimum, OptionalInt maximum, Optional<Duration> keepAlive) {
        return Revisions.of("hello", 1, TIMEOUT, new Revision.Bounds(OptionalInt.empty(), minimum, maximum, keepAlive));
    }

    private void invoke(Revision revision) {
        invoke(dispatcher, revision);
    }

    private void invoke(FunctionDispatcher by, Revision revision) {
        Invocation invocation = new Invocation(
                "r" + requests++, revision, "arn", new byte[1], Optional.empty(), Optional.empty(), false, false);
        by.dispatch(invocation, new Dispatcher.Caller() {
            @Override
            public void chunk(byte[] bytes) {}

            @Override
            public void answered(Answer answer) {
                answers.add(answer);
            }
        });
    }

    private static Revision hello(OptionalInt reserved) {
        return Revisions.of("hello", Duration.ofSeconds(3), reserved);
    }
}
