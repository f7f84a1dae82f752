package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Account;
import dev.hearth.gateway.invoke.Caller;
import dev.hearth.gateway.invoke.Callers;
import dev.hearth.gateway.invoke.Refusal;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Callers that the cluster knows; what they may do is Kubernetes' RBAC: verb {@code invoke} on {@code functions/<name>}. */
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
        rights = new Decisions<>(FRESH, STALE, reviews::mayInvoke, threads, InstantSource.system());
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
        public CompletionStage<Optional<Refusal>> mayInvoke(Target target) {
            Optional<ResourceName> resource = catalog.resourceOf(target.accountId(), target.name())
                    .or(() -> Optional.of(new ResourceName(namespace, target.name()))
                            .filter(_ -> target.accountId().equals(accountId)));
            return resource.isEmpty()
                    ? CompletableFuture.completedStage(Optional.of(denied(target, "in that account")))
                    : rights.of(new AccessReviews.Wish(user, resource.get()))
                            .thenApply(allowed -> allowed
                                    ? Optional.empty()
                                    : Optional.of(denied(
                                            target,
                                            "on functions/" + resource.get().name() + " in namespace "
                                                    + resource.get().namespace())));
        }

        private Refusal denied(Target target, String where) {
            return new Refusal(
                    Refusal.Kind.ACCESS_DENIED,
                    "User: " + user.name() + " is not authorized to perform: lambda:InvokeFunction on resource: "
                            + target.arn() + " because no Kubernetes Role gives it the verb invoke " + where);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
