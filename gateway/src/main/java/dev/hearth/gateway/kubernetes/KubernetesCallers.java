package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Account;
import dev.hearth.gateway.invoke.Caller;
import dev.hearth.gateway.invoke.Callers;
import dev.hearth.gateway.invoke.Refusal;
import dev.hearth.gateway.invoke.Right;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Callers that the cluster knows; what they may do is Kubernetes' RBAC: verb {@code invoke} on {@code functions/<name>}, {@code get} and {@code redrive} on its {@code failed-events}. */
final class KubernetesCallers implements Callers, AutoCloseable {
    /** So long a token or right that was taken away may still be used. */
    private static final Duration FRESH = Duration.ofSeconds(30);
    /** So long callers who are known may go on while the API server is away. */
    private static final Duration STALE = Duration.ofMinutes(15);

    private final KubernetesCatalog catalog;
    private final AccessKeys keys;
    private final String defaultNamespace;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Decisions<String, Optional<User>> users;
    private final Decisions<AccessReviews.Wish, Boolean> rights;

    KubernetesCallers(KubernetesClient client, KubernetesCatalog catalog, AccessKeys keys, String defaultNamespace) {
        this.catalog = catalog;
        this.keys = keys;
        this.defaultNamespace = defaultNamespace;
        AccessReviews reviews = new AccessReviews(client);
        users = new Decisions<>(FRESH, STALE, reviews::user, threads, InstantSource.system());
        rights = new Decisions<>(FRESH, STALE, reviews::isAllowed, threads, InstantSource.system());
    }

    @Override
    public CompletionStage<Optional<Caller>> bearer(String token) {
        return users.of(token).thenApply(found -> found.map(Known::new));
    }

    @Override
    public Optional<AccessKey> accessKey(String id) {
        return keys.find(id).map(key -> new AccessKey(key.secret(), new Known(key.user())));
    }

    private final class Known implements Caller {
        private final User user;
        private final String namespace;
        private final String accountId;

        Known(User user) {
            this.user = user;
            this.namespace = user.namespace().orElse(defaultNamespace);
            this.accountId = catalog.accountOf(namespace).orElseGet(() -> Account.idOf(namespace));
        }

        @Override
        public String accountId() {
            return accountId;
        }

        @Override
        public CompletionStage<Optional<Refusal>> may(Right right, Target target) {
            Optional<ResourceName> resource = catalog.resourceOf(target.accountId(), target.name())
                    .or(() -> Optional.of(new ResourceName(namespace, target.name()))
                            .filter(_ -> target.accountId().equals(accountId)));
            return resource.isEmpty()
                    ? CompletableFuture.completedStage(
                            Optional.of(denied(right, target, "a right in that account")))
                    : judged(new AccessReviews.Wish(user, right, resource.get()), target);
        }

        private CompletionStage<Optional<Refusal>> judged(AccessReviews.Wish wish, Target target) {
            return rights.of(wish)
                    .thenApply(allowed ->
                            allowed ? Optional.empty() : Optional.of(denied(wish.right(), target, missing(wish))));
        }

        /** What a Role would have to give. */
        private static String missing(AccessReviews.Wish wish) {
            ResourceName function = wish.function();
            return "the verb " + wish.verb() + " on functions"
                    + wish.subresource().map("/"::concat).orElse("/" + function.name())
                    + (wish.subresource().isPresent() ? " of " + function.name() : "") + " in namespace "
                    + function.namespace();
        }

        private Refusal denied(Right right, Target target, String missing) {
            return new Refusal(
                    Refusal.Kind.ACCESS_DENIED,
                    "User: " + user.name() + " is not authorized to perform: " + right.action() + " on resource: "
                            + target.arn() + " because no Kubernetes Role gives it " + missing);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
