package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.crds.Account;
import dev.hearth.crds.ServedRevision;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.concurrency.InstallationConcurrency;
import dev.hearth.gateway.dispatch.DispatchSettings;
import dev.hearth.gateway.dispatch.Environment;
import dev.hearth.gateway.dispatch.FunctionDispatcher;
import dev.hearth.gateway.operator.ServedFunctions.Kind;
import dev.hearth.gateway.operator.ServedFunctions.Resource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A revision whose Deployment is deleted and made again at once, by the same name and with another UID: the function is served by
 * the one that is there, in whatever order the gateway is told.
 */
class RemadeDeploymentTest {
    private static final String NAMESPACE = "orders";
    private static final String NAME = "f-1";

    /** Every order in which streams of such lengths may be told, as the numbers of the streams. */
    private static List<List<Integer>> interleavings(List<Integer> lengths) {
        List<List<Integer>> all = new ArrayList<>();
        if (lengths.stream().allMatch(length -> length == 0)) {
            all.add(List.of());
        }
        for (int first = 0; first < lengths.size(); first++) {
            if (lengths.get(first) > 0) {
                List<Integer> rest = new ArrayList<>(lengths);
                rest.set(first, lengths.get(first) - 1);
                for (List<Integer> tail : interleavings(rest)) {
                    List<Integer> order = new ArrayList<>(List.of(first));
                    order.addAll(tail);
                    all.add(order);
                }
            }
        }
        return all;
    }

    /** A gateway that served the function from Deployment {@code A} with one environment, before Deployment {@code B} was made. */
    private static final class Gateway implements AutoCloseable {
        final FakeResources resources = new FakeResources();
        final FakeCluster cluster = new FakeCluster();
        long now = 1_000_000_000_000L;
        final KubernetesCatalog catalog = new KubernetesCatalog(resources, () -> now);
        final KubernetesFleet fleet =
                new KubernetesFleet(resources, cluster, cluster, Gateway::token, catalog, () -> now);
        final FunctionDispatcher dispatcher = new FunctionDispatcher(
                catalog,
                fleet,
                new InstallationConcurrency(1_000, 1_000),
                DispatchSettings.inCluster(Duration.ofMinutes(10)),
                () -> now);
        Deployment deployment;
        Pod pod;

        Gateway() {
            fleet.begin(dispatcher);
            resources
                    .put(ClusterRevisions.function(NAMESPACE, "F1", served("A")))
                    .run();
            deployment = cluster.deployment(NAMESPACE, NAME, "A");
            resources.put(deployment).run();
            pod = cluster.podOf(deployment, "pod-of-A");
            resources.put(pod).run();
            assertThat(environment("pod-of-A")).isPresent();
        }

        static Optional<ServiceAccountTokens.Bearer> token(String pod) {
            return Optional.of(new ServiceAccountTokens.Bearer(
                    NAMESPACE, "runner", Optional.of(new ServiceAccountTokens.BoundPod(pod, "uid-of-" + pod))));
        }

        static ServedRevision served(String uid) {
            return ClusterRevisions.served(NAMESPACE, NAME, uid);
        }

        Optional<Environment> environment(String pod) {
            return dispatcher.identify(pod, pod).toCompletableFuture().join();
        }

        boolean begin(String function, String deploymentUid) {
            return catalog.begin(new Resource(Kind.FUNCTION, NAMESPACE, "f"), function, served(deploymentUid));
        }

        /** What the API server does, each list of changes told in its order. */
        List<List<Runnable>> deleteAndApply() {
            Runnable gone = resources.remove(ClusterRevisions.function(NAMESPACE, "F1", served("A")));
            Runnable made = resources.put(ClusterRevisions.function(NAMESPACE, "F2"));
            Runnable status = resources.put(ClusterRevisions.function(NAMESPACE, "F2", served("B")));
            return streams(List.of(gone, made, status), () -> begin("F2", "B"));
        }

        List<List<Runnable>> changeAndChangeBack() {
            ServedRevision other = ClusterRevisions.served(NAMESPACE, "f-2", "C");
            Runnable changed = resources.put(ClusterRevisions.function(NAMESPACE, "F1", other));
            Runnable back = resources.put(ClusterRevisions.function(NAMESPACE, "F1", served("B")));
            return streams(List.of(changed, back), this::aSecondPasses);
        }

        private List<List<Runnable>> streams(List<Runnable> functions, Runnable besides) {
            Runnable deleted = resources.remove(deployment);
            Runnable ended = resources.remove(pod);
            cluster.pods.clear();
            Deployment next = cluster.deployment(NAMESPACE, NAME, "B");
            Runnable made = resources.put(next);
            Runnable started = resources.put(cluster.podOf(next, "pod-of-B"));
            return List.of(functions, List.of(deleted, made), List.of(ended, started), List.of(besides));
        }

        void aSecondPasses() {
            now += Duration.ofSeconds(1).toNanos();
            catalog.review(fleet::isThere);
            fleet.review();
            dispatcher.review();
        }

        @Override
        public void close() {
            fleet.close();
            catalog.close();
        }
    }

    private static void isServedInEveryOrder(Function<Gateway, List<List<Runnable>>> change) {
        List<Integer> lengths;
        try (Gateway counted = new Gateway()) {
            lengths = change.apply(counted).stream().map(List::size).toList();
        }
        List<List<Integer>> orders = interleavings(lengths);
        assertThat(orders).hasSizeGreaterThan(100);
        for (List<Integer> order : orders) {
            try (Gateway gateway = new Gateway()) {
                List<Iterator<Runnable>> streams =
                        change.apply(gateway).stream().map(List::iterator).toList();
                order.forEach(stream -> streams.get(stream).next().run());
                isServed(gateway, "order " + order);
            }
        }
    }

    private static void isServed(Gateway gateway, String order) {
        gateway.aSecondPasses();
        gateway.now += Duration.ofMinutes(2).toNanos();
        gateway.aSecondPasses();
        Revision serving = gateway.catalog.find(account(), "f").orElseThrow();
        assertThat(DeploymentRef.of(serving).uid()).as(order).isEqualTo("B");
        Optional<Environment> environment = gateway.environment("pod-of-B");
        assertThat(environment).as(order).isPresent();
        Revision runs = environment.orElseThrow().revision();
        assertThat(DeploymentRef.of(runs).uid()).as(order).isEqualTo("B");
        assertThat(runs.id()).as(order).isEqualTo(serving.id());
        assertThat(gateway.catalog.ofRevision(runs)).as("its code, " + order).isPresent();
        assertThat(gateway.catalog.ofDeployment(new DeploymentRef(new ResourceName(NAMESPACE, NAME), "A")))
                .as("what is gone is forgotten, " + order)
                .isEmpty();
    }

    private static String account() {
        return Account.idOf(NAMESPACE);
    }

    @Test
    void servesAFunctionThatWasDeletedAndAppliedAgain() {
        isServedInEveryOrder(Gateway::deleteAndApply);
    }

    @Test
    void servesARevisionThatWasChangedAndChangedBack() {
        isServedInEveryOrder(Gateway::changeAndChangeBack);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void scalesTheDeploymentThatIsThereWhetherTheInformerKnowsItOrNot(boolean known) {
        try (Gateway gateway = new Gateway()) {
            Runnable gone = gateway.resources.remove(gateway.deployment);
            Deployment next = gateway.cluster.deployment(NAMESPACE, NAME, "B");
            if (known) {
                gone.run();
                gateway.resources.put(next).run();
            }
            gateway.resources
                    .put(ClusterRevisions.function(NAMESPACE, "F1", Gateway.served("B")))
                    .run();

            gateway.fleet.want(gateway.catalog.find(account(), "f").orElseThrow(), 1);

            await().until(() -> next.getSpec().getReplicas() == 1);
        }
    }
}
