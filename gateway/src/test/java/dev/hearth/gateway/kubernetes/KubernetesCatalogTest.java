package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.crds.Account;
import dev.hearth.crds.ServedRevision;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.log.LogLines;
import dev.hearth.gateway.operator.ServedFunctions.Kind;
import dev.hearth.gateway.operator.ServedFunctions.Resource;
import dev.hearth.gateway.operator.ServedFunctions.Served;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubernetesCatalogTest {
    private static final Resource FUNCTION = new Resource(Kind.FUNCTION, "orders", "f");

    private final FakeResources resources = new FakeResources();
    private final Set<DeploymentRef> there = new HashSet<>();
    private long now = 1;
    private final KubernetesCatalog catalog = new KubernetesCatalog(resources, () -> now);

    @AfterEach
    void close() {
        catalog.close();
    }

    private static ServedRevision served(String deployment, String uid) {
        return ClusterRevisions.served("orders", deployment, uid);
    }

    private static DeploymentRef ref(String name, String uid) {
        return new DeploymentRef(new ResourceName("orders", name), uid);
    }

    private Optional<String> servingDeployment() {
        return catalog.find(Account.idOf("orders"), "f").map(DeploymentRef::of).map(DeploymentRef::uid);
    }

    private void reviewAfter(Duration time) {
        now += time.toNanos();
        catalog.review(there::contains);
    }

    @Test
    void tellsTheOperatorItsOwnIdOfWhatServes() {
        resources
                .put(ClusterRevisions.function("orders", "F", served("f-1", "A")))
                .run();

        assertThat(catalog.inService(FUNCTION)).map(Served::id).contains("id-of-f-1");
        assertThat(catalog.inService(FUNCTION).map(Served::revision).map(Revision::id))
                .as("the gateway's own says which Deployment's it is")
                .contains("id-of-f-1@A");
    }

    @Test
    void beginsWhatNothingServesYet() {
        resources.put(ClusterRevisions.function("orders", "F")).run();

        assertThat(catalog.begin(FUNCTION, "F", served("f-1", "A"))).isTrue();
        assertThat(servingDeployment()).contains("A");
    }

    @Test
    void beginsNothingOfAFunctionThatIsNotKnown() {
        assertThat(catalog.begin(FUNCTION, "F", served("f-1", "A"))).isFalse();
        resources.put(ClusterRevisions.function("orders", "F2")).run();
        assertThat(catalog.begin(FUNCTION, "F", served("f-1", "A"))).isFalse();

        assertThat(servingDeployment()).isEmpty();
    }

    @Test
    void theSameRevisionInAnotherDeploymentIsNotServedBecauseTheFirstIs() {
        resources
                .put(ClusterRevisions.function("orders", "F", served("f-1", "A")))
                .run();

        assertThat(catalog.begin(FUNCTION, "F", served("f-1", "B"))).isFalse();
    }

    @Test
    void whatIsToldLateOfAFunctionThatIsGoneDoesNotReplaceWhatHasBegun() {
        Runnable late = resources.put(ClusterRevisions.function("orders", "F1", served("f-1", "A")));
        resources.put(ClusterRevisions.function("orders", "F2"));
        assertThat(catalog.begin(FUNCTION, "F2", served("f-1", "B"))).isTrue();

        late.run();

        assertThat(servingDeployment()).contains("B");
    }

    @Test
    void remembersAReplacedRevisionForAsLongAsItsDeploymentIsThere() {
        there.add(ref("f-1", "A"));
        resources
                .put(ClusterRevisions.function("orders", "F", served("f-1", "A")))
                .run();
        resources
                .put(ClusterRevisions.function("orders", "F", served("f-2", "B")))
                .run();
        reviewAfter(Duration.ofHours(1));
        reviewAfter(Duration.ofHours(1));
        assertThat(catalog.ofDeployment(ref("f-1", "A"))).isPresent();

        there.clear();
        reviewAfter(Duration.ofSeconds(1));
        assertThat(catalog.ofDeployment(ref("f-1", "A")))
                .as("it may not have been seen yet")
                .isPresent();
        reviewAfter(Duration.ofSeconds(61));

        assertThat(catalog.ofDeployment(ref("f-1", "A"))).isEmpty();
        assertThat(catalog.ofDeployment(ref("f-2", "B"))).as("it serves").isPresent();
    }

    @Test
    void knowsARevisionInItsOwnNamespaceOnly() {
        resources
                .put(ClusterRevisions.function("orders", "F", served("f-1", "A")))
                .run();

        assertThat(catalog.ofDeployment(ref("f-1", "A"))).isPresent();
        assertThat(catalog.ofDeployment(ref("f-2", "A"))).isEmpty();
        assertThat(catalog.ofDeployment(new DeploymentRef(new ResourceName("other", "f-1"), "A")))
                .isEmpty();
    }

    @Test
    void aFunctionThatWasMadeAnewServesNothingUntilItIsSaid() {
        resources
                .put(ClusterRevisions.function("orders", "F1", served("f-1", "A")))
                .run();

        resources.put(ClusterRevisions.function("orders", "F2")).run();

        assertThat(servingDeployment()).isEmpty();
    }

    /** Whoever may write resources of a namespace can write them as often as he likes. */
    @Test
    void whatCannotBeServedIsOneLineASecondOfEachNamespace() {
        try (LogLines lines = new LogLines(KubernetesCatalog.class)) {
            for (int i = 0; i < 50; i++) {
                ServedRevision broken = served("f-" + i, "A");
                broken.setFunctionArn("no ARN");
                resources.put(ClusterRevisions.function("orders", "F", broken)).run();
            }

            assertThat(lines.soFar()).singleElement().asString().contains("orders");
        }
    }
}
