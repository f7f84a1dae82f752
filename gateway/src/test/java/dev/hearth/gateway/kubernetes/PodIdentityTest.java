package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.log.LogLines;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PodIdentityTest {
    private static final String VICTIM = "victim";
    private static final String ATTACKER = "attacker";

    private final FakeCluster cluster = new FakeCluster();
    private final FakeCluster informers = new FakeCluster();
    private final Deployment pay = cluster.deployment(VICTIM, "pay", "uid-of-pay");
    private long now = 1_000;
    private final PodIdentity identity = new PodIdentity(PodIdentityTest::token, informers, cluster, () -> now);

    @AfterEach
    void close() {
        identity.close();
    }

    /** {@code namespace/service account/pod/uid}: what the cluster would have signed. */
    private static Optional<ServiceAccountTokens.Bearer> token(String text) {
        String[] part = text.split("/", -1);
        return part.length == 2
                ? Optional.of(new ServiceAccountTokens.Bearer(part[0], part[1], Optional.empty()))
                : Optional.of(part)
                        .filter(parts -> parts.length == 4)
                        .map(parts -> new ServiceAccountTokens.Bearer(
                                parts[0],
                                parts[1],
                                Optional.of(new ServiceAccountTokens.BoundPod(parts[2], parts[3]))));
    }

    private Optional<PodIdentity.Proven> prove(String environment, String token) {
        return identity.prove(environment, token).toCompletableFuture().join();
    }

    @Test
    void provesAPodThatItsDeploymentsReplicaSetMade() {
        Pod pod = cluster.podOf(pay, "pay-1");

        assertThat(prove("pay-1", "victim/runner/pay-1/uid-of-pay-1"))
                .contains(new PodIdentity.Proven(
                        EnvironmentPod.of(pod).orElseThrow(),
                        new DeploymentRef(new ResourceName(VICTIM, "pay"), "uid-of-pay")));
    }

    @Test
    void aReplicaSetOfAnotherNamespaceThatNamesTheDeploymentIsNotBelieved() {
        ReplicaSet forged = cluster.replicaSet(ATTACKER, "pay-hash", "set", FakeCluster.controller(pay));
        cluster.pod(ATTACKER, "evil", "uid-of-evil", FakeCluster.controller(forged));

        assertThat(prove("evil", "attacker/runner/evil/uid-of-evil")).isEmpty();
    }

    @Test
    void aDeploymentOfTheSameNameInTheAttackersNamespaceDoesNotLendItsNameToTheVictimsUid() {
        cluster.deployment(ATTACKER, "pay", "uid-of-evil-pay");
        ReplicaSet forged = cluster.replicaSet(ATTACKER, "pay-hash", "set", FakeCluster.controller(pay));
        cluster.pod(ATTACKER, "evil", "uid-of-evil", FakeCluster.controller(forged));

        assertThat(prove("evil", "attacker/runner/evil/uid-of-evil")).isEmpty();
    }

    static Stream<OwnerReference> refutedOwners() {
        Deployment there = new FakeCluster().deployment(VICTIM, "pay", "uid-of-pay");
        return Stream.<OwnerReferenceBuilder>of(
                        FakeCluster.controller(there, "uid-of-pay").withController(false),
                        FakeCluster.controller(there, "uid-of-pay").withController(null),
                        FakeCluster.controller(there, "uid-of-pay").withKind("StatefulSet"),
                        FakeCluster.controller(there, "uid-of-pay").withApiVersion("apps.example.com/v1"),
                        FakeCluster.controller(there, "uid-of-pay").withName("other"),
                        FakeCluster.controller(there, "uid-of-one-before"))
                .map(OwnerReferenceBuilder::build);
    }

    @ParameterizedTest
    @MethodSource("refutedOwners")
    void aReplicaSetsWordIsComparedWithTheDeployment(OwnerReference owner) {
        ReplicaSet set = cluster.replicaSet(VICTIM, "pay-hash", "set", owner);
        cluster.pod(VICTIM, "pay-1", "uid-of-pay-1", FakeCluster.controller(set));

        assertThat(prove("pay-1", "victim/runner/pay-1/uid-of-pay-1")).isEmpty();
    }

    @Test
    void aPodsWordIsComparedWithItsReplicaSet() {
        ReplicaSet set = cluster.replicaSet(VICTIM, "pay-hash", "set", FakeCluster.controller(pay));
        List<OwnerReference> owners = List.of(
                FakeCluster.controller(set, "another").build(),
                FakeCluster.controller(set, "set").withController(false).build(),
                FakeCluster.controller(set, "set").withKind("Job").build(),
                FakeCluster.controller(set, "set").withName("gone").build());

        for (OwnerReference owner : owners) {
            cluster.pod(VICTIM, "pay-1", "uid-of-pay-1", owner);
            assertThat(prove("pay-1", "victim/runner/pay-1/uid-of-pay-1"))
                    .as(owner.toString())
                    .isEmpty();
        }
    }

    @Test
    void aPodWithoutTheLabelOrWithAnotherRevisionsIsNoEnvironment() {
        Pod pod = cluster.podOf(pay, "pay-1");
        pod.getMetadata().getLabels().put(Labels.REVISION, "another");
        assertThat(prove("pay-1", "victim/runner/pay-1/uid-of-pay-1")).isEmpty();

        pod.getMetadata().getLabels().remove(Labels.REVISION);
        assertThat(prove("pay-1", "victim/runner/pay-1/uid-of-pay-1")).isEmpty();
    }

    @Test
    void aPodOfAnotherServiceAccountIsNone() {
        cluster.podOf(pay, "pay-1");

        assertThat(prove("pay-1", "victim/another/pay-1/uid-of-pay-1")).isEmpty();
    }

    @Test
    void aDeploymentThatIsNoRevisionsHasNoEnvironments() {
        cluster.podOf(pay, "pay-1");
        pay.getMetadata().setLabels(Map.of());

        assertThat(prove("pay-1", "victim/runner/pay-1/uid-of-pay-1")).isEmpty();
    }

    @Test
    void aTokenIsWorthNothingForAnotherPod() {
        cluster.podOf(pay, "pay-1");

        assertThat(prove("pay-1", "")).isEmpty();
        assertThat(prove("pay-1", "victim/runner")).isEmpty();
        assertThat(prove("pay-1", "victim/runner/pay-2/uid-of-pay-2")).isEmpty();
        assertThat(prove("pay-1", "victim/runner/pay-1/uid-of-one-before")).isEmpty();
        assertThat(prove("pay-1", "attacker/runner/pay-1/uid-of-pay-1")).isEmpty();
    }

    @Test
    void whatInformersHaveSeenIsNotAskedForAgain() {
        cluster.podOf(pay, "pay-1");
        informers.podOf(informers.deployment(VICTIM, "pay", "uid-of-pay"), "pay-1");
        cluster.pods.clear();
        cluster.deployments.clear();

        assertThat(prove("pay-1", "victim/runner/pay-1/uid-of-pay-1")).isPresent();
    }

    @Test
    void informersThatAreBehindHideNoNewDeployment() {
        informers.deployment(VICTIM, "pay", "uid-of-one-before");
        cluster.podOf(pay, "pay-1");

        assertThat(prove("pay-1", "victim/runner/pay-1/uid-of-pay-1")).isPresent();
    }

    @Test
    void manyPodsOfAReplicaSetAskForItOnce() {
        ReplicaSet set = cluster.replicaSet(VICTIM, "pay-hash", "set", FakeCluster.controller(pay));
        for (int pod = 0; pod < 5; pod++) {
            cluster.pod(VICTIM, "pay-" + pod, "uid-of-pay-" + pod, FakeCluster.controller(set));
            assertThat(prove("pay-" + pod, "victim/runner/pay-" + pod + "/uid-of-pay-" + pod))
                    .isPresent();
        }

        assertThat(cluster.askedForReplicaSets).isEqualTo(1);
    }

    @Test
    void believesNoReplicaSetForGood() {
        cluster.podOf(pay, "pay-1");
        assertThat(prove("pay-1", "victim/runner/pay-1/uid-of-pay-1")).isPresent();
        cluster.replicaSets.clear();

        now += Duration.ofSeconds(31).toNanos();

        assertThat(prove("pay-1", "victim/runner/pay-1/uid-of-pay-1")).isEmpty();
    }

    private static final class Full implements IdentityFacts {
        @Override
        public Optional<EnvironmentPod> pod(ResourceName name) {
            throw new RejectedExecutionException("full");
        }

        @Override
        public Optional<Controller> controllerOf(ResourceName replicaSet, String uid) {
            throw new RejectedExecutionException("full");
        }

        @Override
        public Optional<EnvironmentDeployment> deployment(ResourceName name) {
            throw new RejectedExecutionException("full");
        }
    }

    /** Its environments ask again, as after any refusal. */
    @Test
    void whoseNamespaceAsksTooMuchIsRefused() {
        cluster.podOf(pay, "pay-1");

        try (PodIdentity full = new PodIdentity(PodIdentityTest::token, informers, new Full(), () -> now)) {
            assertThat(full.prove("pay-1", "victim/runner/pay-1/uid-of-pay-1")
                            .toCompletableFuture()
                            .join())
                    .isEmpty();
        }
    }

    @Test
    void aDeploymentThatIsGoneHasNoEnvironmentsAtOnce() {
        cluster.podOf(pay, "pay-1");
        assertThat(prove("pay-1", "victim/runner/pay-1/uid-of-pay-1")).isPresent();

        cluster.deployment(VICTIM, "pay", "uid-of-the-next");

        assertThat(prove("pay-1", "victim/runner/pay-1/uid-of-pay-1")).isEmpty();
    }

    /** Whoever reaches the port can be refused as often as he likes. */
    @Test
    void refusalsAreOneLineASecondThatCountsTheOthers() {
        try (LogLines lines = new LogLines(PodIdentity.class)) {
            for (int i = 0; i < 50; i++) {
                prove("nobody", "no token");
            }
            now += Duration.ofSeconds(1).toNanos();
            prove("nobody", "no token");

            assertThat(lines.soFar()).hasSize(2).last().asString().contains("othersBefore=\"49\"");
        }
    }
}
