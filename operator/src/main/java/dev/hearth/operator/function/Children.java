package dev.hearth.operator.function;

import dev.hearth.crds.ProvisionedRevision;
import dev.hearth.crds.ServedRevision;
import dev.hearth.operator.ServerSideApply;
import dev.hearth.operator.desired.Declaration;
import dev.hearth.operator.desired.DesiredAuthorities;
import dev.hearth.operator.desired.DesiredNetworkPolicy;
import dev.hearth.operator.desired.DesiredRevision;
import dev.hearth.operator.desired.Environments;
import dev.hearth.operator.desired.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes what a function needs, and nothing that is there already. */
final class Children {
    private final KubernetesClient client;
    private final Surroundings surroundings;
    private final Owned<?> owned;

    /** @param owned what was made for resources of the kind in question */
    Children(KubernetesClient client, Surroundings surroundings, Owned<?> owned) {
        this.client = client;
        this.surroundings = surroundings;
        this.owned = owned;
    }

    /** What pods trust, in their namespace. */
    void authorities(String namespace, Optional<String> pem) {
        if (pem.isEmpty() || surroundings.authoritiesIn(namespace).equals(pem)) {
            return;
        }
        apply(DesiredAuthorities.of(namespace, pem.get()));
    }

    /** What is in the way of the function's policy; empty: the policy is there. */
    Optional<Obstacle> networkPolicy(Declaration declaration, Environments common) {
        NetworkPolicy desired = DesiredNetworkPolicy.of(declaration, common);
        NetworkPolicy found = owned.policy(
                        desired.getMetadata().getNamespace(),
                        desired.getMetadata().getName())
                .orElseGet(() -> made(desired));
        if (!isHearths(found)) {
            return Optional.of(new Obstacle(
                    Reason.NetworkPolicyConflict,
                    "NetworkPolicy '" + desired.getMetadata().getName()
                            + "' is there and not Hearth's; delete it, or give the function another name"));
        }
        if (!isThere(found, desired)) {
            apply(desired);
        }
        return Optional.empty();
    }

    private static boolean isHearths(NetworkPolicy policy) {
        return Optional.ofNullable(policy.getMetadata().getLabels())
                .filter(labels -> Labels.HEARTH.equals(labels.get(Labels.MANAGED_BY)))
                .isPresent();
    }

    /** A policy that another function of this name left behind goes with that one. */
    private static boolean isThere(NetworkPolicy found, NetworkPolicy desired) {
        return found.getSpec().equals(desired.getSpec())
                && found.getMetadata()
                        .getOwnerReferences()
                        .containsAll(desired.getMetadata().getOwnerReferences());
    }

    private void apply(HasMetadata resource) {
        ServerSideApply.apply(client, resource);
    }

    /** The UID of the revision's Deployment, made if it is missing: it is never changed. */
    String deployment(DesiredRevision revision) {
        return find(revision)
                .orElseGet(() -> made(revision.deployment()))
                .getMetadata()
                .getUid();
    }

    Optional<Deployment> find(DesiredRevision revision) {
        String name = revision.deployment().getMetadata().getName();
        return owned.deploymentOf(revision.function().declaration().resource(), name)
                .filter(found -> found.getMetadata().getDeletionTimestamp() == null);
    }

    /** Made now, or there already by that name. */
    private <T extends HasMetadata> T made(T desired) {
        try {
            T made = client.resource(desired).create();
            owned.made(made);
            return made;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return client.resource(desired).get();
            }
            throw e;
        }
    }

    /** Deletes Deployments of revisions that serve no more and have no pods; whether any is left. */
    boolean retireOthers(HasMetadata owner, ServedRevision serving) {
        boolean left = false;
        for (Deployment old : owned.deploymentsOf(owner)) {
            boolean other = !names(serving).contains(old.getMetadata().getName())
                    && old.getMetadata().getDeletionTimestamp() == null;
            if (other && Integer.valueOf(0).equals(old.getSpec().getReplicas())) {
                left |= !end(old);
            } else {
                left |= other;
            }
        }
        return left;
    }

    private static List<String> names(ServedRevision serving) {
        return Stream.concat(
                        Stream.of(serving.getDeployment()),
                        Stream.ofNullable(serving.getProvisioned()).map(ProvisionedRevision::getDeployment))
                .toList();
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
