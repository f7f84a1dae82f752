package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final long START = 1_000_000_000_000L;
    private static final ResourceName DEPLOYMENT = new ResourceName("orders", "hello-1");

    /** The gateway started long ago. */
    private final Workload workload = new Workload(START, START);

    private final Set<String> arrived = new HashSet<>();
    private long now = START + Duration.ofHours(1).toNanos();

    @Test
    void asksForNothingBeforeTheDeploymentIsKnown() {
        workload.want(3, now);

        assertThat(workload.steps(now)).isEmpty();
    }

    @Test
    void growsToWhatIsWanted() {
        workload.seen(replicas(0));

        workload.want(3, now);

        assertThat(workload.steps(now)).containsExactly(new Step.Scale(3));
    }

    @Test
    void neverShrinksBelowThoseThatStay() {
        workload.seen(replicas(2));
        attached("a");
        attached("b");

        workload.want(0, now);

        assertThat(workload.steps(now)).isEmpty();
    }

    @Test
    void marksWhoeverWasReleasedBeforeItShrinks() {
        workload.seen(replicas(2));
        attached("a");
        EnvironmentPod released = attached("b");
        workload.want(1, now);

        workload.release("b");

        assertThat(workload.steps(now)).containsExactly(new Step.Mark(List.of(released)), new Step.Scale(1));
    }

    @Test
    void marksNoPodTwice() {
        workload.seen(replicas(2));
        attached("a");
        EnvironmentPod released = attached("b");
        workload.want(1, now);
        workload.release("b");

        workload.marked(released);

        assertThat(workload.steps(now)).containsExactly(new Step.Scale(1));
    }

    @Test
    void replacesAReleasedPodThatIsStillNeeded() {
        workload.seen(replicas(1));
        EnvironmentPod old = attached("a");
        workload.want(1, now);

        workload.release("a");

        assertThat(workload.steps(now)).containsExactly(new Step.Delete(old, false));
    }

    @Test
    void deletesNobodyWhoWasReleasedWhileTheControllerLagsBehind() {
        workload.seen(replicas(1));
        EnvironmentPod old = attached("a");
        workload.want(0, now);
        workload.release("a");

        workload.scaled(new Replicas("uid", "2", 0, false), now);
        assertThat(workload.steps(now)).isEmpty();

        workload.seen(replicas(0));
        assertThat(workload.steps(now)).containsExactly(new Step.Delete(old, false));
    }

    @Test
    void deletesAtOnceWhatIsRemovedWhenItShrinks() {
        workload.seen(replicas(1));
        EnvironmentPod broken = attached("a");
        workload.want(0, now);

        workload.remove("a");

        assertThat(workload.steps(now))
                .containsExactly(new Step.Mark(List.of(broken)), new Step.Scale(0), new Step.Delete(broken, true));
    }

    @Test
    void deletesPodsThatHaveEnded() {
        workload.seen(replicas(1));
        workload.want(1, now);
        EnvironmentPod ended = pod("a", "uid-a", EnvironmentPod.State.ENDED, true);

        workload.seen(ended, now);

        assertThat(workload.steps(now)).containsExactly(new Step.Delete(ended, true));
    }

    @Test
    void forgetsWhatNobodyAskedForAgain() {
        workload.seen(replicas(2));
        workload.want(2, now);

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
        workload.want(1_500, now);
        assertThat(workload.steps(now)).containsExactly(new Step.Scale(1_000));

        workload.scaled(replicas(1_000), now);

        assertThat(workload.steps(now)).isEmpty();
        now += Duration.ofSeconds(1).toNanos();
        assertThat(workload.steps(now)).containsExactly(new Step.Scale(1_100));
    }

    @Test
    void lookingAtTheStepsUsesUpNothing() {
        workload.seen(replicas(0));
        workload.want(1_000, now);

        workload.steps(now);

        assertThat(workload.steps(now)).containsExactly(new Step.Scale(1_000));
    }

    @Test
    void takesNoPodForAnEnvironmentThatWasToldToEnd() {
        workload.seen(pod("a", "uid-a", EnvironmentPod.State.TERMINATING, true), now);

        assertThat(workload.attach("a")).isFalse();
        assertThat(workload.attach("unknown")).isFalse();
    }

    @Test
    void aPodOfTheSameNameIsAnotherEnvironment() {
        attached("a");

        workload.seen(pod("a", "another", EnvironmentPod.State.LIVE, true), now);

        assertThat(workload.gone(pod("a", "uid-a", EnvironmentPod.State.LIVE, true)))
                .as("the old one's end says nothing of the new one")
                .isFalse();
        assertThat(workload.attach("a")).isTrue();
    }

    @Test
    void tellsWhetherWhatIsGoneHadAttached() {
        EnvironmentPod attached = attached("a");
        EnvironmentPod starting = pod("b", "uid-b", EnvironmentPod.State.LIVE, true);
        workload.seen(starting, now);

        assertThat(workload.gone(attached)).isTrue();
        assertThat(workload.gone(starting)).isFalse();
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

        workload.attach("a");
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
        return workload.isStarting(arrived::contains, nowNanos);
    }

    @Test
    void isAbandonedOnceItsDeploymentAndEveryPodAreGone() {
        workload.seen(replicas(1));
        EnvironmentPod last = attached("a");

        workload.deleted("uid");
        assertThat(workload.abandoned()).isEmpty();

        assertThat(workload.gone(last)).as("dispatch is told").isTrue();
        assertThat(workload.abandoned()).contains("uid");
        assertThat(workload.replaced("another")).contains("uid");
        assertThat(workload.abandoned()).isEmpty();
    }

    @Test
    void isIdleOnlyWhenNothingIsThereOrWanted() {
        workload.seen(replicas(0));
        assertThat(workload.isIdle(now)).isTrue();

        workload.want(1, now);

        assertThat(workload.isIdle(now)).isFalse();
    }

    private EnvironmentPod attached(String name) {
        EnvironmentPod pod = pod(name, "uid-" + name, EnvironmentPod.State.LIVE, true);
        workload.seen(pod, now);
        workload.attach(name);
        return pod;
    }

    private static Replicas replicas(int count) {
        return new Replicas("uid", "1", count, true);
    }

    private static EnvironmentPod pod(String name, String uid, EnvironmentPod.State state, boolean onItsWay) {
        return new EnvironmentPod(
                new ResourceName("orders", name),
                uid,
                DEPLOYMENT,
                new EnvironmentPod.Controller("hello-1-abc", "uid-rs"),
                state,
                onItsWay,
                "10.0.0.1");
    }
}
