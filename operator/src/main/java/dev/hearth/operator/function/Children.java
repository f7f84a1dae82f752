package dev.hearth.operator.function;

import dev.hearth.crds.ProvisionedRevision;
import dev.hearth.crds.ServedRevision;
import dev.hearth.operator.desired.Declaration;
import dev.hearth.operator.desired.DesiredNetworkPolicy;
import dev.hearth.operator.desired.DesiredRevision;
import dev.hearth.operator.desired.Environments;
import dev.hearth.operator.desired.Labels;
import dev.hearth.operator.desired.MadeDeployment;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes what a function needs, and nothing that is there already. */
final class Children {
    private final KubernetesClient client;
    private final Surroundings surroundings;
    private final Owned<?> owned;
    private final Mending mend;
    private final Set<String> madeNow = new HashSet<>();
    private final List<String> contests = new ArrayList<>();
    private final List<Duration> again = new ArrayList<>();

    /** @param owned what was made for resources of the kind in question */
    Children(KubernetesClient client, Surroundings surroundings, Owned<?> owned) {
        this.client = client;
        this.surroundings = surroundings;
        this.owned = owned;
        mend = new Mending(client, owned.pace());
    }

    /** What pods trust, in their namespace. */
    void authorities(String namespace, Optional<String> pem) {
        pem.ifPresent(certificates -> surroundings.authorities().ensure(namespace, certificates));
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
        if (!Kept.digest(found).equals(Kept.digest(desired)) && isDue(found)) {
            owned.made(mend.policy(found, desired));
        }
        noteContest(found);
        return Optional.empty();
    }

    private static boolean isHearths(HasMetadata found) {
        boolean labelled = Optional.ofNullable(found.getMetadata().getLabels())
                .filter(labels -> Labels.HEARTH.equals(labels.get(Labels.MANAGED_BY)))
                .isPresent();
        return labelled || Kept.controller(found.getMetadata()).isPresent();
    }

    /**
     * The revision's Deployment, made if it is missing, mended if somebody changed it.
     *
     * @param told what is told of it already; empty: nothing, so that nobody knows whether it was changed
     * @throws NotOurs when there is one of its name that was not made for the revision's resource
     */
    MadeDeployment deployment(DesiredRevision revision, Optional<MadeDeployment> told) {
        Deployment found = find(revision).orElseGet(() -> made(revision.deployment()));
        String uid = found.getMetadata().getUid();
        if (!isOwn(found, revision, told)) {
            throw new NotOurs(found);
        }
        MadeDeployment there = new MadeDeployment(uid, Kept.digest(found));
        if (madeNow.contains(uid) || told.equals(Optional.of(there))) {
            noteContest(found);
            return there;
        }
        Optional<MadeDeployment> before = told.filter(known -> known.uid().equals(uid));
        if (before.isPresent() && !isDue(found)) {
            noteContest(found);
            return before.get();
        }
        Deployment mended = mend.deployment(found, revision.deployment());
        owned.made(mended);
        noteContest(found);
        return new MadeDeployment(uid, Kept.digest(mended));
    }

    private boolean isDue(HasMetadata found) {
        Duration wait = owned.pace().await(found.getMetadata().getUid());
        if (wait.isZero()) {
            return true;
        }
        again.add(wait);
        return false;
    }

    private void noteContest(HasMetadata found) {
        owned.pace().contest(found.getMetadata().getUid()).ifPresent(contest -> {
            again.add(contest.again());
            contests.add(words(found, contest.field()));
        });
    }

    private static String words(HasMetadata found, String field) {
        String name = found.getMetadata().getName();
        return "somebody changes " + field + " of " + found.getKind() + " '" + name
                + "' again and again; it is put back a little later each time. Look for who writes it: kubectl get "
                + found.getSingular() + " " + name + " --show-managed-fields -o yaml";
    }

    /** What others insist on having otherwise; empty: nothing. */
    Optional<String> contested() {
        return contests.stream().findFirst();
    }

    /** When to look again at what others have changed; empty: at their next change. */
    Optional<Duration> again() {
        return again.stream().min(Comparator.naturalOrder());
    }

    /** Made for this resource, or for one of its name before it, which leaves it behind for a moment. */
    private static boolean isOwn(Deployment found, DesiredRevision revision, Optional<MadeDeployment> told) {
        HasMetadata resource = revision.function().declaration().resource();
        boolean owned = Kept.controller(found.getMetadata())
                .filter(owner -> owner.getKind().equals(resource.getKind())
                        && owner.getName().equals(resource.getMetadata().getName()))
                .isPresent();
        return owned
                || told.filter(known -> known.uid().equals(found.getMetadata().getUid()))
                        .isPresent();
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
            madeNow.add(made.getMetadata().getUid());
            return made;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return there(desired);
            }
            throw e;
        }
    }

    private <T extends HasMetadata> T there(T desired) {
        @Nullable T found = client.resource(desired).get();
        if (found == null || found.getMetadata().getDeletionTimestamp() != null) {
            throw new KubernetesClientException(desired.getKind() + " "
                    + desired.getMetadata().getName() + " of before is being deleted; trying again");
        }
        return found;
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
