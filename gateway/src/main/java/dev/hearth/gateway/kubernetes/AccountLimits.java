package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Account;
import dev.hearth.crds.AccountClaim;
import dev.hearth.gateway.log.LogTurns;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many invocations of an account may run at the same time, where its namespace says so: {@link
 * Account#CONCURRENT_EXECUTIONS}. Of several namespaces that claim one account id only its owner's word counts.
 */
final class AccountLimits implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccountLimits.class);

    private final BiConsumer<String, OptionalInt> listener;
    private final LogTurns<String> logTurns = new LogTurns<>(System::nanoTime);
    private final Map<String, Claimed> byNamespace = new HashMap<>();
    private final Map<String, List<Claimed>> byAccount = new HashMap<>();
    private final Resources<Namespace> namespaces;

    /** What a namespace says. */
    private record Claimed(AccountClaim claim, OptionalInt limit) {}

    /** @param listener told an account's id and its limit; empty: it has none of its own */
    AccountLimits(Resources.Source everywhere, BiConsumer<String, OptionalInt> listener) {
        this.listener = listener;
        namespaces = everywhere.follow("namespaces", Namespace.class, Kept::of, new Resources.Listener<>() {
            @Override
            public void there(Namespace namespace) {
                claim(namespace);
            }

            @Override
            public void gone(Namespace namespace) {
                withdraw(namespace.getMetadata().getName());
            }
        });
        namespaces.start();
    }

    private void claim(Namespace namespace) {
        String name = namespace.getMetadata().getName();
        Claimed now = new Claimed(
                AccountClaim.of(
                        name, annotations(namespace), namespace.getMetadata().getCreationTimestamp()),
                limit(namespace));
        if (now.equals(byNamespace.get(name))) {
            return;
        }
        withdraw(name);
        byNamespace.put(name, now);
        byAccount
                .computeIfAbsent(now.claim().accountId(), _ -> new ArrayList<>(1))
                .add(now);
        tell(now.claim().accountId());
    }

    private void withdraw(String namespace) {
        Optional.ofNullable(byNamespace.remove(namespace)).ifPresent(before -> {
            String id = before.claim().accountId();
            byAccount.computeIfPresent(id, (_, claims) -> {
                claims.remove(before);
                return claims.isEmpty() ? null : claims;
            });
            tell(id);
        });
    }

    private void tell(String accountId) {
        listener.accept(
                accountId,
                Optional.ofNullable(byAccount.get(accountId))
                        .flatMap(AccountLimits::owners)
                        .map(Claimed::limit)
                        .orElse(OptionalInt.empty()));
    }

    private static Optional<Claimed> owners(List<Claimed> claims) {
        return AccountClaim.owner(claims.stream().map(Claimed::claim).toList())
                .flatMap(owner -> claims.stream()
                        .filter(each -> each.claim().equals(owner))
                        .findFirst());
    }

    private OptionalInt limit(Namespace namespace) {
        try {
            return Account.concurrentExecutions(annotations(namespace));
        } catch (IllegalArgumentException e) {
            String name = namespace.getMetadata().getName();
            logTurns.take(name)
                    .ifPresent(before -> LOG.atWarn()
                            .setMessage("namespace has no valid limit of its own; the installation's is in force")
                            .addKeyValue("namespace", name)
                            .addKeyValue("why", e.getMessage())
                            .addKeyValue("othersBefore", before)
                            .log());
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
