package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.operator.desired.DesiredNetworkPolicy;
import dev.hearth.operator.desired.DesiredRevision;
import dev.hearth.operator.desired.Environments;
import dev.hearth.operator.desired.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;

/** Makes what a function needs, and nothing that is there already. */
final class Children {
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("hearth-operator")
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final Surroundings surroundings;

    Children(KubernetesClient client, Surroundings surroundings) {
        this.client = client;
        this.surroundings = surroundings;
    }

    /** What pods trust, in their namespace. */
    void authorities(String namespace, Optional<String> pem) {
        if (pem.isEmpty() || surroundings.authoritiesIn(namespace).equals(pem)) {
            return;
        }
        ConfigMap configMap = new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(Names.AUTHORITIES)
                .endMetadata()
                .withData(Map.of("ca.crt", pem.get()))
                .build();
        apply(configMap);
    }

    void networkPolicy(Function function, Environments common) {
        NetworkPolicy desired = DesiredNetworkPolicy.of(function, common);
        boolean there = surroundings
                .policyOf(function)
                .filter(found -> found.getSpec().equals(desired.getSpec()))
                .isPresent();
        if (!there) {
            apply(desired);
        }
    }

    private void apply(HasMetadata resource) {
        client.resource(resource).patch(APPLY);
    }

    /** The UID of the revision's Deployment, made if it is missing: it is never changed. */
    String deployment(DesiredRevision revision) {
        return find(revision).map(found -> found.getMetadata().getUid()).orElseGet(() -> create(revision.deployment()));
    }

    Optional<Deployment> find(DesiredRevision revision) {
        String name = revision.deployment().getMetadata().getName();
        return surroundings.deploymentsOf(revision.function().function()).stream()
                .filter(found -> found.getMetadata().getName().equals(name))
                .filter(found -> found.getMetadata().getDeletionTimestamp() == null)
                .findFirst();
    }

    private String create(Deployment deployment) {
        try {
            return client.resource(deployment).create().getMetadata().getUid();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return client.resource(deployment).get().getMetadata().getUid();
            }
            throw e;
        }
    }

    /** Deletes Deployments of revisions that serve no more and have no pods; whether any is left. */
    boolean retireOthers(DesiredRevision serving) {
        String name = serving.deployment().getMetadata().getName();
        boolean left = false;
        for (Deployment old : surroundings.deploymentsOf(serving.function().function())) {
            boolean other = !old.getMetadata().getName().equals(name)
                    && old.getMetadata().getDeletionTimestamp() == null;
            if (other && Integer.valueOf(0).equals(old.getSpec().getReplicas())) {
                left |= !end(old);
            } else {
                left |= other;
            }
        }
        return left;
    }

    /** Only as it was seen: the gateway may just have asked for an environment of it. False: it is another by now. */
    private boolean end(Deployment old) {
        try {
            client.resource(old).lockResourceVersion().delete();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw e;
        }
    }
}
