package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Account;
import dev.hearth.gateway.invoke.Caller;
import dev.hearth.gateway.invoke.Callers;
import dev.hearth.gateway.invoke.Refusal;
import dev.hearth.gateway.invoke.Right;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Callers that the cluster knows; what they may do is Kubernetes' RBAC: verb {@code invoke} on {@code functions/<name>}, {@code get} and {@code redrive} on its {@code failed-events}. */
final class KubernetesCallers implements Callers, AutoCloseable {
    /** So long a token or right that was taken away may still be used. */
    private static final Duration FRESH = Duration.ofSeconds(30);
    /** So long callers who are known may go on while the API server is away. */
    private static final Duration STALE = Duration.ofMinutes(15);

    private static final int NETWORK_BYTES = 8;

    private static final String BUSY =
            "Too many rights of this caller are being looked up at the same time. Nothing ran; try again.";

    private final KubernetesCatalog catalog;
    private final AccessKeys keys;
    private final Function<String, ServiceAccountTokens.Origin> origins;
    private final String defaultNamespace;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final QuestionLimit strangers = new QuestionLimit(4, 16);
    /** Known callers ask for many functions at once when they start; their questions wait for their turn. */
    private final QuestionLimit tokens = new QuestionLimit(256, 1_024);

    private final QuestionLimit wishes = new QuestionLimit(256, 1_024);
    private final Semaphore underWay = new Semaphore(32, true);
    private final Decisions<String, Optional<User>> users;
    private final Decisions<Reviews.Wish, Boolean> rights;

    /** @param origins where a token comes from; may block */
    KubernetesCallers(
            Reviews reviews,
            Function<String, ServiceAccountTokens.Origin> origins,
            KubernetesCatalog catalog,
            AccessKeys keys,
            String defaultNamespace) {
        this.catalog = catalog;
        this.keys = keys;
        this.origins = origins;
        this.defaultNamespace = defaultNamespace;
        InstantSource clock = InstantSource.system();
        users = new Decisions<>(FRESH, STALE, String::length, inTurn(reviews::user), threads, clock);
        rights = new Decisions<>(FRESH, STALE, Reviews.Wish::chars, inTurn(reviews::isAllowed), threads, clock);
    }

    private <K, V> Decisions.Question<K, V> inTurn(Decisions.Question<K, V> question) {
        return key -> {
            underWay.acquireUninterruptibly();
            try {
                return question.ask(key);
            } finally {
                underWay.release();
            }
        };
    }

    @Override
    public CompletionStage<Optional<Caller>> bearer(String token, SocketAddress remote) {
        return users.known(token).orElseGet(() -> review(token, remote)).thenApply(found -> found.map(Known::new));
    }

    private CompletionStage<Optional<User>> review(String token, SocketAddress remote) {
        return CompletableFuture.supplyAsync(() -> origins.apply(token), threads)
                .thenCompose(origin -> switch (origin) {
                    case NOBODY -> CompletableFuture.completedStage(Optional.empty());
                    case CLUSTER -> users.of(token, new Decisions.Asker(network(remote), tokens));
                    case UNKNOWN -> users.of(token, new Decisions.Asker(network(remote), strangers));
                });
    }

    /** One address counts as one who asks, and of IPv6 the 64 bits of a network, of which everybody has the rest. */
    private static String network(SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress socket) || socket.getAddress() == null) {
            return "";
        }
        byte[] address = socket.getAddress().getAddress();
        return HexFormat.of().formatHex(address, 0, Math.min(address.length, NETWORK_BYTES));
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
                    ? CompletableFuture.completedStage(Optional.of(denied(right, target)))
                    : allowed(new Reviews.Wish(user, right, resource.get()))
                            .thenApply(
                                    allowed -> allowed ? Optional.<Refusal>empty() : Optional.of(denied(right, target)))
                            .exceptionallyCompose(Known::undecided);
        }

        private static CompletionStage<Optional<Refusal>> undecided(Throwable failure) {
            return failure instanceof Busy || failure.getCause() instanceof Busy
                    ? CompletableFuture.completedStage(Optional.of(new Refusal(Refusal.Kind.UNAVAILABLE, BUSY)))
                    : CompletableFuture.failedStage(failure);
        }

        private CompletionStage<Boolean> allowed(Reviews.Wish wish) {
            return rights.known(wish).orElseGet(() -> rights.of(wish, new Decisions.Asker(user.name(), wishes)));
        }

        /** The same words whether account and function exist or not: who has no right to it is not told. */
        private Refusal denied(Right right, Target target) {
            return new Refusal(
                    Refusal.Kind.ACCESS_DENIED,
                    "User: " + user.name() + " is not authorized to perform: " + right.action() + " on resource: "
                            + target.arn() + " because no Kubernetes Role gives it the " + missing(right));
        }

        private static String missing(Right right) {
            return switch (right) {
                case INVOKE -> "verb invoke on this function";
                case READ_FAILED_EVENTS -> "verb get on the failed-events of this function";
                case REDRIVE_FAILED_EVENTS -> "verb redrive on the failed-events of this function";
            };
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
