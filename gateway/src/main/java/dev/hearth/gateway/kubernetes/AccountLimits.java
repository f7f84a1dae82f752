package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Account;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many invocations of an account may run at the same time, where the namespace says so: {@link Account#CONCURRENT_EXECUTIONS}. */
final class AccountLimits implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccountLimits.class);

    private final BiConsumer<String, OptionalInt> listener;
    private final Follower<Namespace> namespaces;

    /** @param listener told an account's id and its limit; empty: it has none of its own */
    AccountLimits(KubernetesClient client, BiConsumer<String, OptionalInt> listener) {
        this.listener = listener;
        namespaces = Follower.of("namespaces", client.namespaces(), Kept::of, new Follower.Listener<>() {
            @Override
            public void there(Namespace namespace) {
                tell(namespace, limit(namespace));
            }

            @Override
            public void gone(Namespace namespace) {
                tell(namespace, OptionalInt.empty());
            }
        });
    }

    private void tell(Namespace namespace, OptionalInt limit) {
        listener.accept(Account.idOf(namespace.getMetadata().getName(), annotations(namespace)), limit);
    }

    private static OptionalInt limit(Namespace namespace) {
        try {
            return Account.concurrentExecutions(annotations(namespace));
        } catch (IllegalArgumentException e) {
            LOG.atWarn()
                    .setMessage("namespace has no valid limit of its own; the installation's is in force")
                    .addKeyValue("namespace", namespace.getMetadata().getName())
                    .addKeyValue("why", e.getMessage())
                    .log();
            return OptionalInt.empty();
        }
    }

    private static Map<String, String> annotations(Namespace namespace) {
        return Optional.ofNullable(namespace.getMetadata().getAnnotations()).orElseGet(Map::of);
    }

    /** Completes when every namespace that exists is known. */
    CompletionStage<Void> complete() {
        return namespaces.firstList();
    }

    @Override
    public void close() {
        namespaces.close();
    }
}
