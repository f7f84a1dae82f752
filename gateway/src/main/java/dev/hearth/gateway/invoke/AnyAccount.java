package dev.hearth.gateway.invoke;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A caller that may invoke every function of every account.
 *
 * @param accountId 12 digits: whose functions bare names mean
 */
public record AnyAccount(String accountId) implements Caller {
    @Override
    public CompletionStage<Optional<Refusal>> may(Right right, Target target) {
        return CompletableFuture.completedStage(Optional.empty());
    }
}
