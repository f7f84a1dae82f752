package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.catalog.Revision;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final long START = 1_000_000_000_000L;
    private static final ResourceName DEPLOYMENT = new ResourceName("orders", "hello-1");

    private static final String UID = "uid";
    private static final String NEXT = "uid-of-the-next";
    private static final Revision RAN = ClusterRevisions.of("orders", "hello-1", UID);

    /** The gateway started long ago. */
    private final Workload workload = new Workload(START, START);

    private final Set<String> arrived = new HashSet<>();
    private long now = START + Duration.ofHours(1).toNanos();

    @Test
    void asksForNothingBeforeTheDeploymentIsKnown() {
        workload.want(UID, 3, now);

        assertThat(workload.steps(now)).isEmpty();
    }

    @Test
    void growsToWhatIsWanted() {
        workload.seen(replicas(0));

        workload.want(UID, 3, now);

        assertThat(workload.steps(now)).containsExactly(new Step.Scale(3));
    }

    @Test
    void neverShrinksBelowThoseThatStay() {
        workload.seen(replicas(2));
        attached("a");
        attached("b");

        workload.want(UID, 0, now);

        assertThat(workload.steps(now)).isEmpty();
    }

    @Test
    void marksWhoeverWasReleasedBeforeItShrinks() {
        workload.seen(replicas(2));
        attached("a");
        EnvironmentPod released = attached("b");
        workload.want(UID, 1, now);

        workload.release("b");

        assertThat(workload.steps(now)).containsExactly(new Step.Mark(List.of(released)), new Step.Scale(1));
    }

    @Test
    void marksNoPodTwice() {
        workload.seen(replicas(2));
        attached("a");
        EnvironmentPod released = attached("b");
        workload.want(UID, 1, now);
        workload.release("b");

        workload.marked(released);

        assertThat(workload.steps(now)).containsExactly(new Step.Scale(1));
    }

    @Test
    void replacesAReleasedPodThatIsStillNeeded() {
        workload.seen(replicas(1));
        EnvironmentPod old = attached("a");
        workload.want(UID, 1, now);

        workload.release("a");

        assertThat(workload.steps(now)).containsExactly(new Step.Delete(old, false));
    }

    @Test
    void deletesNobodyWhoWasReleasedWhileTheControllerLagsBehind() {
        workload.seen(replicas(1));
        EnvironmentPod old = attached("a");
        workload.want(UID, 0, now);
        workload.release("a");

        workload.scaled(new Replicas(UID, "2", 0, false), now);
        assertThat(workload.steps(now)).isEmpty();

        workload.seen(replicas(0));
        assertThat(workload.steps(now)).containsExactly(new Step.Delete(old, false));
    }

    @Test
    void deletesAtOnceWhatIsRemovedWhenItShrinks() {
        workload.seen(replicas(1));
        EnvironmentPod broken = attached("a");
        workload.want(UID, 0, now);

        workload.remove("a");

        assertThat(workload.steps(now))
                .containsExactly(new Step.Mark(List.of(broken)), new Step.Scale(0), new Step.Delete(broken, true));
    }

    @Test
    void deletesPodsThatHaveEnded() {
        workload.seen(replicas(1));
        workload.want(UID, 1, now);
        EnvironmentPod ended = pod("a", "uid-a", EnvironmentPod.State.ENDED, true);

        workload.seen(ended, now);

        assertThat(workload.steps(now)).containsExactly(new Step.Delete(ended, true));
    }

    @Test
    void forgetsWhatNobodyAskedForAgain() {
        workload.seen(replicas(2));
        workload.want(UID, 2, now);

        now += Duration.ofSeconds(61).toNanos();

        assertThat(workload.steps(now)).containsExactly(new Step.Scale(0));
    }

    @Test
    void shrinksNothingWhileAStartedGatewayHasNotHeardFromItsEnvironments() {
        Workload fresh = new Workload(now, now);
        fresh.seen(replicas(5));

        assertThat(fresh.steps(now + Duration.ofSeconds(29).toNanos())).isEmpty();
        assertThat(fresh.steps(now + Duration.ofSeconds(30).toNanos())).containsExactly(new Step.Scale(0));
    }

    @Test
    void startsNoMoreThanLambdasRateAllows() {
        workload.seen(replicas(0));
        workload.want(UID, 1_500, now);
        assertThat(workload.steps(now)).containsExactly(new Step.Scale(1_000));

        workload.scaled(replicas(1_000), now);

        assertThat(workload.steps(now)).isEmpty();
        now += Duration.ofSeconds(1).toNanos();
        assertThat(workload.steps(now)).containsExactly(new Step.Scale(1_100));
    }

    @Test
    void lookingAtTheStepsUsesUpNothing() {
        workload.seen(replicas(0));
        workload.want(UID, 1_000, now);

        workload.steps(now);

        assertThat(workload.steps(now)).containsExactly(new Step.Scale(1_000));
    }

    @Test
    void takesNoPodForAnEnvironmentThatWasToldToEnd() {
        workload.seen(pod("a", "uid-a", EnvironmentPod.State.TERMINATING, true), now);

        assertThat(workload.attach("a", RAN)).isFalse();
        assertThat(workload.attach("unknown", RAN)).isFalse();
    }

    @Test
    void aPodOfTheSameNameIsAnotherEnvironment() {
        attached("a");

        workload.seen(pod("a", "another", EnvironmentPod.State.LIVE, true), now);

        assertThat(workload.gone("a", "uid-a"))
                .as("the old one's end says nothing of the new one")
                .isEmpty();
        assertThat(workload.attach("a", RAN)).isTrue();
    }

    @Test
    void tellsWhetherWhatIsGoneHadAttached() {
        EnvironmentPod attached = attached("a");
        EnvironmentPod starting = pod("b", "uid-b", EnvironmentPod.State.LIVE, true);
        workload.seen(starting, now);

        assertThat(workload.gone(attached.name().name(), attached.uid())).contains(RAN);
        assertThat(workload.gone(starting.name().name(), starting.uid())).isEmpty();
    }

    @Test
    void startsWhileAPodIsOnItsWayAndHasNotAttached() {
        workload.seen(pod("a", "uid-a", EnvironmentPod.State.LIVE, false), now);
        assertThat(isStarting(now)).as("no node takes it").isFalse();

        now += Duration.ofMinutes(5).toNanos();
        workload.seen(pod("a", "uid-a", EnvironmentPod.State.LIVE, true), now);
        assertThat(isStarting(now)).isTrue();
        assertThat(isStarting(now + Duration.ofSeconds(90).toNanos()))
                .as("it hangs")
                .isFalse();

        workload.attach("a", RAN);
        assertThat(isStarting(now)).as("dispatch is just being told").isTrue();
        arrived.add("a");
        assertThat(isStarting(now)).isFalse();
    }

    @Test
    void startsWhileKubernetesMakesAPod() {
        workload.seen(replicas(0));
        assertThat(isStarting(now)).isFalse();

        workload.scaled(replicas(1), now);
        assertThat(isStarting(now)).isTrue();
        assertThat(isStarting(now + Duration.ofSeconds(90).toNanos())).isFalse();

        workload.seen(pod("a", "uid-a", EnvironmentPod.State.LIVE, false), now);
        assertThat(isStarting(now)).as("no node takes it").isFalse();
        workload.remove("a");
        assertThat(isStarting(now)).as("another takes its place").isTrue();
    }

    private boolean isStarting(long nowNanos) {
        return workload.isStarting(UID, arrived::contains, nowNanos);
    }

    @Test
    void doesNothingForADeploymentThatIsGone() {
        workload.seen(replicas(1));
        attached("a");
        workload.want(UID, 3, now);

        workload.gone(UID);

        assertThat(workload.steps(now)).isEmpty();
        assertThat(workload.isDoubtful(now)).as("nobody wants anything of it").isFalse();
    }

    @Test
    void theEndOfADeploymentSaysNothingOfTheNextOfItsName() {
        workload.seen(new Replicas(NEXT, "1", 0, true));
        workload.want(NEXT, 1, now);

        workload.gone(UID);

        assertThat(workload.steps(now)).containsExactly(new Step.Scale(1));
    }

    @Test
    void whatWasWantedOfADeploymentIsNotWantedOfTheNextOfItsName() {
        workload.seen(replicas(0));
        workload.want(UID, 3, now);

        workload.seen(new Replicas(NEXT, "1", 0, true));

        assertThat(workload.steps(now)).isEmpty();
        workload.wantAtMost(UID, 0, now);
        workload.want(NEXT, 1, now);
        workload.wantAtMost(UID, 0, now);
        assertThat(workload.steps(now))
                .as("the drained revision says nothing of its successor")
                .containsExactly(new Step.Scale(1));
    }

    @Test
    void environmentsOfADeploymentThatIsGoneHoldNoPlaceInTheNext() {
        workload.seen(replicas(1));
        attached("a");

        workload.seen(new Replicas(NEXT, "1", 1, true));

        assertThat(workload.steps(now)).contains(new Step.Scale(0));
    }

    @Test
    void looksWhichDeploymentIsThereWhenAnotherIsWanted() {
        workload.seen(replicas(0));
        workload.want(NEXT, 1, now);
        assertThat(workload.isDoubtful(now)).isTrue();
        assertThat(workload.isStarting(NEXT, arrived::contains, now)).isFalse();

        workload.read(Optional.of(new Replicas(NEXT, "1", 0, true)));

        assertThat(workload.isDoubtful(now)).isFalse();
        assertThat(workload.steps(now)).containsExactly(new Step.Scale(1));
    }

    @Test
    void asksOnceForADeploymentThatIsNotThere() {
        workload.want(NEXT, 1, now);
        assertThat(workload.isDoubtful(now)).isTrue();

        workload.read(Optional.empty());

        assertThat(workload.isDoubtful(now)).isFalse();
        assertThat(workload.isIdle(now)).isTrue();
    }

    @Test
    void isIdleOnlyWhenNothingIsThereOrWanted() {
        workload.seen(replicas(0));
        assertThat(workload.isIdle(now)).isTrue();

        workload.want(UID, 1, now);

        assertThat(workload.isIdle(now)).isFalse();
    }

    private EnvironmentPod attached(String name) {
        EnvironmentPod pod = pod(name, "uid-" + name, EnvironmentPod.State.LIVE, true);
        workload.seen(pod, now);
        workload.attach(name, RAN);
        return pod;
    }

    private static Replicas replicas(int count) {
        return new Replicas(UID, "1", count, true);
    }

    private static EnvironmentPod pod(String name, String uid, EnvironmentPod.State state, boolean onItsWay) {
        return new EnvironmentPod(
                new ResourceName("orders", name),
                uid,
                DEPLOYMENT,
                new Controller("hello-1-abc", "uid-rs"),
                "r1",
                state,
                onItsWay,
                "10.0.0.1");
    }
}
