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
                target.accountId().equals(accountId)
                        ? Optional.empty()
                        : Optional.of(otherAccount(accountId, right, target)));
    }

    /** In Lambda's words. */
    static Refusal otherAccount(String accountId, Right right, Target target) {
        String partition = target.arn().split(":", 3)[1];
        return new Refusal(
                Refusal.Kind.ACCESS_DENIED,
                "User: arn:" + partition + ":iam::" + accountId
                        + ":root is not authorized to perform: " + right.action() + " on resource: "
                        + target.arn()
                        + " because no resource-based policy allows the " + right.action() + " action");
    }
}
