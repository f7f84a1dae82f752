package dev.hearth.e2e.controlplane;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.e2e.cluster.Chart;
import dev.hearth.e2e.cluster.Tools;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Who may make what the gateway takes for an environment: everybody here has every right that RBAC can give. */
@ResourceLock("machine")
class EnvironmentPolicyE2E {
    private static final String REFUSED = "denied request";
    private static final String REVISION = "lambda.hearth.dev/revision";
    /** Of the Deployment controller: whose a pod is, is read from it. */
    private static final String TEMPLATE_HASH = "pod-template-hash";

    private static final Map<String, String> LABELS = Map.of(REVISION, "r1", "app", "pay");
    private static final String OPERATOR = "system:serviceaccount:hearth-system:hearth-operator";
    private static final String DEPLOYMENTS = "system:serviceaccount:kube-system:deployment-controller";
    private static final String REPLICA_SETS = "system:serviceaccount:kube-system:replicaset-controller";
    private static final String JOBS = "system:serviceaccount:kube-system:job-controller";
    private static final String ALL_CONTROLLERS = "system:kube-controller-manager";
    private static final String MALLORY = "mallory";

    private static ControlPlane cluster;

    @BeforeAll
    static void start() throws IOException {
        Optional<String> obstacle = Tools.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> "No API server for policies: " + obstacle.orElse(""));
        cluster = ControlPlane.start(Tools.folder());
        cluster.client()
                .resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName("everybody")
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                        .addNewSubject("rbac.authorization.k8s.io", "Group", "system:authenticated", null)
                        .build())
                .create();
        cluster.client()
                .load(Chart.template("environment-policy.yaml"))
                .items()
                .forEach(policy -> cluster.client().resource(policy).create());
        Awaitility.await("policies are in force")
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> {
                    try {
                        as(MALLORY).resource(pod("probe")).dryRun().create();
                        return false;
                    } catch (KubernetesClientException e) {
                        return String.valueOf(e.getMessage()).contains(REFUSED);
                    }
                });
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @AfterEach
    void clear() {
        cluster.client()
                .pods()
                .inNamespace(ControlPlane.ACCOUNT)
                .withGracePeriod(0)
                .delete();
        cluster.client().apps().replicaSets().inNamespace(ControlPlane.ACCOUNT).delete();
        cluster.client().apps().deployments().inNamespace(ControlPlane.ACCOUNT).delete();
    }

    private static KubernetesClient as(String user) {
        return cluster.as(user);
    }

    // ---- objects ----

    private static OwnerReference owner(String kind) {
        return new OwnerReferenceBuilder()
                .withApiVersion("apps/v1")
                .withKind(kind)
                .withName("pay")
                .withUid("5a7f4b2e-0000-4000-8000-000000000001")
                .withController(true)
                .build();
    }

    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(ControlPlane.ACCOUNT)
                .withName(name)
                .withLabels(LABELS)
                .withOwnerReferences(owner("ReplicaSet"))
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName("default")
                .withAutomountServiceAccountToken(false)
                .addToContainers(
                        new ContainerBuilder().withName("c").withImage("i").build())
                .endSpec()
                .build();
    }

    private static PodTemplateSpecBuilder template() {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(LABELS)
                .endMetadata()
                .withSpec(pod("t").getSpec());
    }

    private static Deployment deployment() {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(ControlPlane.ACCOUNT)
                .withName("pay")
                .withLabels(LABELS)
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withNewSelector()
                .withMatchLabels(LABELS)
                .endSelector()
                .withTemplate(template().build())
                .endSpec()
                .build();
    }

    private static ReplicaSet replicaSet() {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withNamespace(ControlPlane.ACCOUNT)
                .withName("pay")
                .withOwnerReferences(owner("Deployment"))
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withNewSelector()
                .withMatchLabels(LABELS)
                .endSelector()
                .withTemplate(template().build())
                .endSpec()
                .build();
    }

    private static void makes(String user, HasMetadata object) {
        assertThatCode(() -> as(user).resource(object).dryRun().create())
                .as(user)
                .doesNotThrowAnyException();
    }

    private static void mayNotMake(String user, HasMetadata object) {
        assertThatThrownBy(() -> as(user).resource(object).dryRun().create())
                .as(user)
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(REFUSED);
    }

    // ---- tests ----

    @Test
    void kubernetesAndTheOperatorMakeEnvironments() {
        makes(OPERATOR, deployment());
        makes(DEPLOYMENTS, replicaSet());
        makes(ALL_CONTROLLERS, replicaSet());
        makes(REPLICA_SETS, pod("a"));
        makes(ALL_CONTROLLERS, pod("a"));
    }

    @Test
    void nobodyElseMakesThem() {
        for (String user : new String[] {MALLORY, JOBS, "system:serviceaccount:many:default"}) {
            mayNotMake(user, deployment());
            mayNotMake(user, replicaSet());
            mayNotMake(user, pod("a"));
        }
        mayNotMake(REPLICA_SETS, deployment());
    }

    @Test
    void controllersMakeThemForTheirOwnKindOnly() {
        mayNotMake(
                ALL_CONTROLLERS,
                new PodBuilder(pod("a"))
                        .editMetadata()
                        .withOwnerReferences(owner("StatefulSet"))
                        .endMetadata()
                        .build());
        mayNotMake(
                REPLICA_SETS,
                new PodBuilder(pod("a"))
                        .editMetadata()
                        .withOwnerReferences()
                        .endMetadata()
                        .build());
        mayNotMake(
                ALL_CONTROLLERS,
                new ReplicaSetBuilder(replicaSet())
                        .editMetadata()
                        .withOwnerReferences()
                        .endMetadata()
                        .build());
    }

    @Test
    void labelsInTheTemplateAloneCountToo() {
        mayNotMake(
                MALLORY,
                new DeploymentBuilder(deployment())
                        .editMetadata()
                        .withLabels(Map.of())
                        .endMetadata()
                        .build());
    }

    @Test
    void theLabelOfTheNetworkPolicyIsNotForEverybodyEither() {
        mayNotMake(
                MALLORY,
                new PodBuilder(pod("a"))
                        .editMetadata()
                        .withLabels(Map.of("app.kubernetes.io/name", "hearth-environment"))
                        .endMetadata()
                        .build());
    }

    @Test
    void whatHasNoSuchLabelIsNobodysBusiness() {
        Pod plain = new PodBuilder(pod("plain"))
                .editMetadata()
                .withLabels(Map.of("app.kubernetes.io/name", "other"))
                .withOwnerReferences()
                .endMetadata()
                .build();
        makes(MALLORY, plain);
        makes(
                MALLORY,
                new PodBuilder(plain)
                        .editMetadata()
                        .withLabels(null)
                        .endMetadata()
                        .build());
    }

    @Test
    void nobodyGivesOrTakesTheLabelsOfAPod() {
        as(REPLICA_SETS).resource(pod("a")).create();
        Pod plain = new PodBuilder(pod("plain"))
                .editMetadata()
                .withLabels(Map.of("x", "y"))
                .withOwnerReferences()
                .endMetadata()
                .build();
        as(MALLORY).resource(plain).create();

        assertThatThrownBy(() -> label("a", REVISION, "another")).hasMessageContaining(REFUSED);
        assertThatThrownBy(() -> label("a", REVISION, null)).hasMessageContaining(REFUSED);
        assertThatThrownBy(() -> label("a", TEMPLATE_HASH, "another")).hasMessageContaining(REFUSED);
        assertThatThrownBy(() -> label("plain", REVISION, "r1")).hasMessageContaining(REFUSED);
        assertThatCode(() -> as(MALLORY)
                        .pods()
                        .inNamespace(ControlPlane.ACCOUNT)
                        .withName("a")
                        .edit(pod -> new PodBuilder(pod)
                                .editMetadata()
                                .addToAnnotations("x", "y")
                                .endMetadata()
                                .build()))
                .doesNotThrowAnyException();
    }

    private static void label(String name, String label, String value) {
        as(MALLORY).pods().inNamespace(ControlPlane.ACCOUNT).withName(name).edit(pod -> {
            PodBuilder changed = new PodBuilder(pod);
            return (value == null
                            ? changed.editMetadata().removeFromLabels(label).endMetadata()
                            : changed.editMetadata().addToLabels(label, value).endMetadata())
                    .build();
        });
    }

    @Test
    void othersRestartAndScaleADeploymentButDoNotChangeWhatItRuns() {
        as(OPERATOR).resource(deployment()).create();

        assertThatCode(() -> edit(MALLORY, "restarted", null)).doesNotThrowAnyException();
        assertThatCode(() -> as(MALLORY)
                        .apps()
                        .deployments()
                        .inNamespace(ControlPlane.ACCOUNT)
                        .withName("pay")
                        .scale(1))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> edit(MALLORY, null, "evil")).hasMessageContaining(REFUSED);
        assertThatThrownBy(() -> edit(DEPLOYMENTS, null, "evil")).hasMessageContaining(REFUSED);
        assertThatCode(() -> edit(OPERATOR, null, "next")).doesNotThrowAnyException();
    }

    private static void edit(String user, String restarted, String image) {
        as(user).apps()
                .deployments()
                .inNamespace(ControlPlane.ACCOUNT)
                .withName("pay")
                .edit(found -> {
                    Deployment changed = new DeploymentBuilder(found).build();
                    if (restarted != null) {
                        changed.getSpec()
                                .getTemplate()
                                .getMetadata()
                                .setAnnotations(Map.of("kubectl.kubernetes.io/restartedAt", restarted));
                    }
                    if (image != null) {
                        changed.getSpec()
                                .getTemplate()
                                .getSpec()
                                .getContainers()
                                .getFirst()
                                .setImage(image);
                    }
                    return changed;
                });
    }

    @Test
    void everythingMayBeDeleted() {
        as(OPERATOR).resource(deployment()).create();
        as(REPLICA_SETS).resource(pod("a")).create();

        assertThatCode(() -> as(MALLORY).resource(deployment()).delete()).doesNotThrowAnyException();
        assertThatCode(() -> as(MALLORY).resource(pod("a")).withGracePeriod(0).delete())
                .doesNotThrowAnyException();
    }
}
