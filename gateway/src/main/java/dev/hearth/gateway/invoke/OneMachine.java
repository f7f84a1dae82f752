package dev.hearth.gateway.invoke;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Whoever reaches a gateway of one machine: may invoke all that it serves, of every namespace. An ARN of an account that
 * nothing is served of is refused as on Lambda, and with how to become that account.
 *
 * @param accountId 12 digits: whose functions bare names mean
 * @param serves whether functions of an account are served
 */
public record OneMachine(String accountId, Predicate<String> serves) implements Caller {
    @Override
    public CompletionStage<Optional<Refusal>> may(Right right, Target target) {
        boolean known = target.accountId().equals(accountId) || serves.test(target.accountId());
        return CompletableFuture.completedStage(known ? Optional.empty() : Optional.of(otherAccount(right, target)));
    }

    private Refusal otherAccount(Right right, Target target) {
        Refusal asOnLambda = OneAccount.otherAccount(accountId, right, target);
        return new Refusal(
                asOnLambda.kind(),
                asOnLambda.message() + ". This machine is account " + accountId + "; --account-id " + target.accountId()
                        + " (or AWS_ACCOUNT_ID) starts it as that one");
    }
}
