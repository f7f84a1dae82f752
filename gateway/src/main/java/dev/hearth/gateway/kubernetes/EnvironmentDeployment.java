package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.Optional;

/**
 * Facts of a Deployment that its pods must agree with.
 *
 * @param revision value of its label {@link Labels#REVISION}
 * @param serviceAccount what its pods run as
 */
record EnvironmentDeployment(DeploymentRef ref, String revision, String serviceAccount) {
    private static final String NO_ACCOUNT_NAMED = "default";

    /** Empty: it has no label of a revision. */
    static Optional<EnvironmentDeployment> of(Deployment deployment) {
        return Optional.ofNullable(deployment.getMetadata().getLabels())
                .map((Map<String, String> labels) -> labels.get(Labels.REVISION))
                .map(revision -> new EnvironmentDeployment(
                        new DeploymentRef(
                                ResourceName.of(deployment),
                                deployment.getMetadata().getUid()),
                        revision,
                        serviceAccount(deployment)));
    }

    static String serviceAccount(Deployment deployment) {
        return Optional.ofNullable(deployment.getSpec().getTemplate())
                .map(PodTemplateSpec::getSpec)
                .map(PodSpec::getServiceAccountName)
                .orElse(NO_ACCOUNT_NAMED);
    }
}
