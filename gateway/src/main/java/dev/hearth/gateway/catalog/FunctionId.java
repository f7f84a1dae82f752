package dev.hearth.gateway.catalog;

import dev.hearth.crds.FunctionArn;

/**
 * A function of an account.
 *
 * @param region installation's region, e.g. {@code us-east-1}
 * @param accountId 12 digits
 * @param namespace the namespace that is the account
 * @param name Lambda function name
 */
public record FunctionId(String region, String accountId, String namespace, String name) {
    /** Unqualified ARN. */
    public String arn() {
        return FunctionArn.of(region, accountId, name);
    }
}
