package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.fleet.FleetListener;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KubernetesFleetTest {
    private static final String VICTIM = "victim";
    private static final String ATTACKER = "attacker";

    private final FakeResources resources = new FakeResources();
    private final FakeCluster cluster = new FakeCluster();
    private final List<String> told = new ArrayList<>();
    private long now = 1_000_000_000_000L;
    private final KubernetesCatalog catalog = new KubernetesCatalog(resources, () -> now);
    private final KubernetesFleet fleet =
            new KubernetesFleet(resources, cluster, cluster, KubernetesFleetTest::token, catalog, () -> now);
    private final Deployment pay = cluster.deployment(VICTIM, "pay", "uid-of-pay");

    private static Optional<ServiceAccountTokens.Bearer> token(String text) {
        String[] part = text.split("/", -1);
        return Optional.of(new ServiceAccountTokens.Bearer(
                part[0], "runner", Optional.of(new ServiceAccountTokens.BoundPod(part[1], "uid-of-" + part[1]))));
    }

    @BeforeEach
    void serve() {
        resources.put(pay).run();
        resources
                .put(ClusterRevisions.function(
                        VICTIM, "uid-of-function", ClusterRevisions.served(VICTIM, "pay", "uid-of-pay")))
                .run();
        fleet.begin(new FleetListener() {
            @Override
            public void environmentNotStarted(Revision revision, String environmentId, String reason) {
                told.add("not started " + environmentId + " of "
                        + DeploymentRef.of(revision).uid());
            }

            @Override
            public void environmentGone(Revision revision, String environmentId, String reason) {
                told.add("gone " + environmentId + " of "
                        + DeploymentRef.of(revision).uid());
            }
        });
    }

    @AfterEach
    void close() {
        fleet.close();
        catalog.close();
    }

    private Optional<Revision> identify(String namespace, String pod) {
        return fleet.identify(pod, namespace + "/" + pod).toCompletableFuture().join();
    }

    @Test
    void aPodOfTheDeploymentRunsItsRevision() {
        resources.put(cluster.podOf(pay, "pay-1")).run();

        assertThat(identify(VICTIM, "pay-1")).map(Revision::handler).contains("a.B");
    }

    @Test
    void aPodOfAnotherNamespaceIsNoEnvironmentWhateverItsReplicaSetSays() {
        cluster.deployment(ATTACKER, "pay", "uid-of-evil-pay");
        Pod evil = cluster.pod(
                ATTACKER,
                "evil",
                "uid-of-evil",
                FakeCluster.controller(cluster.replicaSet(ATTACKER, "pay-hash", "set", FakeCluster.controller(pay))));
        resources.put(evil).run();

        assertThat(identify(ATTACKER, "evil")).isEmpty();
    }

    @Test
    void tellsOfAPodsEndByWhatItRan() {
        Pod pod = cluster.podOf(pay, "pay-1");
        resources.put(pod).run();
        identify(VICTIM, "pay-1");
        Runnable ended = resources.remove(pod);
        Runnable deleted = resources.remove(pay);
        deleted.run();
        resources.put(cluster.deployment(VICTIM, "pay", "uid-of-the-next")).run();

        ended.run();

        assertThat(told).containsExactly("gone pay-1 of uid-of-pay");
    }

    static Stream<Arguments> changesOfWhoseAPodIs() {
        return Stream.of(
                Arguments.of("hash", (Consumer<Pod>)
                        pod -> pod.getMetadata().getLabels().put(Labels.TEMPLATE_HASH, "x")),
                Arguments.of("no hash", (Consumer<Pod>)
                        pod -> pod.getMetadata().getLabels().remove(Labels.TEMPLATE_HASH)),
                Arguments.of("revision", (Consumer<Pod>)
                        pod -> pod.getMetadata().getLabels().remove(Labels.REVISION)),
                Arguments.of(
                        "no owner", (Consumer<Pod>) pod -> pod.getMetadata().setOwnerReferences(List.of())),
                Arguments.of("owner", (Consumer<Pod>)
                        pod -> pod.getMetadata().getOwnerReferences().getFirst().setName("other-hash")));
    }

    /** Somebody with the right to patch pods would otherwise leave an environment behind that never ends. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("changesOfWhoseAPodIs")
    void tellsOnceOfThePodsEndWhateverSomebodyWroteIntoItBefore(String what, Consumer<Pod> change) {
        resources.put(cluster.podOf(pay, "pay-1")).run();
        identify(VICTIM, "pay-1");
        Pod changed = cluster.podOf(pay, "pay-1");
        change.accept(changed);
        resources.put(changed).run();

        resources.remove(changed).run();

        assertThat(told).as(what).containsExactly("gone pay-1 of uid-of-pay");
    }

    @Test
    void tellsOfTheEndOfAPodThatProvedToBeAnothersThanItsNamesSay() {
        Pod pod = cluster.podOf(pay, "pay-1");
        pod.getMetadata().getLabels().put(Labels.TEMPLATE_HASH, "x");
        resources.put(pod).run();
        assertThat(identify(VICTIM, "pay-1")).isPresent();

        resources.remove(pod).run();

        assertThat(told).containsExactly("gone pay-1 of uid-of-pay");
    }

    @Test
    void theEndOfAPodOfBeforeIsNotThatOfTheNextOfItsName() {
        Pod before = cluster.podOf(pay, "pay-1");
        before.getMetadata().setUid("uid-of-one-before");
        Runnable deleted = resources.remove(before);
        resources.put(cluster.podOf(pay, "pay-1")).run();
        identify(VICTIM, "pay-1");

        deleted.run();

        assertThat(told).isEmpty();
    }

    @Test
    void tellsOfAPodThatEndedBeforeItAttached() {
        Pod pod = cluster.podOf(pay, "pay-1");
        resources.put(pay).run();
        fleet.want(catalog.all().iterator().next(), 1);
        pod.getStatus().setPhase("Failed");

        resources.put(pod).run();

        assertThat(told).containsExactly("not started pay-1 of uid-of-pay");
    }

    @Test
    void aPodThatWasToldToEndIsNoEnvironment() {
        Pod pod = cluster.podOf(pay, "pay-1");
        pod.getMetadata().setDeletionTimestamp("2026-11-30T00:00:00Z");
        resources.put(pod).run();

        assertThat(identify(VICTIM, "pay-1")).isEmpty();
    }

    @Test
    void knowsWhichDeploymentIsThere() {
        ResourceName name = new ResourceName(VICTIM, "pay");

        assertThat(fleet.isThere(new DeploymentRef(name, "uid-of-pay"))).isTrue();
        assertThat(fleet.isThere(new DeploymentRef(name, "another"))).isFalse();
    }
}
