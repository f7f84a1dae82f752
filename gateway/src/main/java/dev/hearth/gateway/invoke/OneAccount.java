package dev.hearth.gateway.invoke;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A caller that may invoke every function of one account, and none of others.
 *
 * @param accountId 12 digits
 */
public record OneAccount(String accountId) implements Caller {
    @Override
    public CompletionStage<Optional<Refusal>> may(Right right, Target target) {
        return CompletableFuture.completedStage(
                target.accountId().equals(accountId) ? Optional.empty() : Optional.of(otherAccount(right, target)));
    }

    private Refusal otherAccount(Right right, Target target) {
        return new Refusal(
                Refusal.Kind.ACCESS_DENIED,
                "User: arn:aws:iam::" + accountId
                        + ":root is not authorized to perform: " + right.action() + " on resource: "
                        + target.arn()
                        + " because no resource-based policy allows the " + right.action() + " action");
    }
}
