package dev.hearth.operator.function;

import dev.hearth.crds.Account;
import dev.hearth.crds.AccountClaim;
import dev.hearth.crds.DestinationCheck;
import dev.hearth.crds.EventInvokeConfig;
import dev.hearth.operator.desired.Declaration;
import dev.hearth.operator.desired.Labels;
import dev.hearth.operator.desired.ResolvedFunction;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks up what functions and versions refer to in their account: its id, the service account of their pods. */
final class AccountReferences {
    private static final String ALLOWED = "allowed";

    private final Surroundings surroundings;

    AccountReferences(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Optional<Obstacle> obstacle(Declaration declaration) {
        return accountConflict(declaration.namespace()).or(() -> roleProblem(declaration));
    }

    ResolvedFunction resolved(Declaration declaration, String codeSha256) {
        return new ResolvedFunction(
                declaration, accountId(declaration.namespace()), serviceAccountOf(declaration), codeSha256);
    }

    /** Of several namespaces with one account id the owner goes on; who copied it does not. */
    private Optional<Obstacle> accountConflict(String own) {
        String id = accountId(own);
        return AccountClaim.owner(surroundings.namespacesOf(id).stream()
                        .map(AccountReferences::claim)
                        .toList())
                .map(AccountClaim::namespace)
                .filter(owner -> !owner.equals(own))
                .map(owner -> new Obstacle(
                        Reason.AccountIdConflict,
                        "namespace '" + owner + "' has account id " + id + "; give this one another with annotation "
                                + Account.ID));
    }

    private static AccountClaim claim(Namespace namespace) {
        return AccountClaim.of(
                namespace.getMetadata().getName(),
                Optional.ofNullable(namespace.getMetadata().getAnnotations()).orElseGet(Map::of),
                namespace.getMetadata().getCreationTimestamp());
    }

    /** The first destination of a function's events that may not be had. */
    Optional<Obstacle> destination(String namespace, String functionName, @Nullable EventInvokeConfig events) {
        return DestinationCheck.of(accountId(namespace), functionName, events)
                .map(problem -> new Obstacle(Reason.DestinationNotAllowed, problem.field() + ": " + problem.message()));
    }

    private String accountId(String namespace) {
        return surroundings.namespace(namespace).map(Surroundings::accountId).orElseGet(() -> Account.idOf(namespace));
    }

    private static String serviceAccountOf(Declaration declaration) {
        return Surroundings.serviceAccountOf(declaration.configuration());
    }

    private Optional<Obstacle> roleProblem(Declaration declaration) {
        if (declaration.configuration().getRole() == null) {
            return Optional.empty();
        }
        String name = serviceAccountOf(declaration);
        String namespace = declaration.namespace();
        Optional<ServiceAccount> account = surroundings.serviceAccount(namespace, name);
        if (account.isEmpty()) {
            return Optional.of(new Obstacle(
                    Reason.ServiceAccountNotFound,
                    "spec.role names service account '" + name
                            + "', which does not exist; make it: kubectl create serviceaccount " + name + " -n "
                            + namespace));
        }
        boolean allowed = ALLOWED.equals(labels(account.get()).get(Labels.ASSUME_ROLE));
        return allowed
                ? Optional.empty()
                : Optional.of(new Obstacle(
                        Reason.ServiceAccountForbidden,
                        "functions may not run as service account '" + name
                                + "'; to allow it: kubectl label serviceaccount " + name + " " + Labels.ASSUME_ROLE
                                + "=" + ALLOWED + " -n " + namespace));
    }

    private static Map<String, String> labels(ServiceAccount account) {
        return Optional.ofNullable(account.getMetadata().getLabels()).orElseGet(Map::of);
    }
}
