package dev.hearth.gateway.invoke;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Who sent a request. */
public interface Caller {
    /** 12 digits: whose functions bare names mean. */
    String accountId();

    /** Why it has no right to a function, whether that exists or not; empty: it has. Never blocks. */
    CompletionStage<Optional<Refusal>> may(Right right, Target target);

    /**
     * The function that a request names.
     *
     * @param accountId 12 digits
     * @param name Lambda function name
     * @param arn unqualified ARN
     */
    record Target(String accountId, String name, String arn) {}
}
