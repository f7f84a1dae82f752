package dev.hearth.operator.desired;

import dev.hearth.crds.FunctionArn;
import dev.hearth.crds.FunctionConfiguration;

/**
 * A function, or a version of it, with everything it refers to.
 *
 * @param accountId 12 digits
 * @param serviceAccount its pods' service account
 * @param codeSha256 its code, pinned, lower-case hex
 */
public record ResolvedFunction(Declaration declaration, String accountId, String serviceAccount, String codeSha256) {
    /** Of the Function resource. */
    public String name() {
        return declaration.function();
    }

    public String namespace() {
        return declaration.namespace();
    }

    public FunctionConfiguration configuration() {
        return declaration.configuration();
    }

    /** Lambda's name. */
    String functionName() {
        return declaration.functionName();
    }

    String arn(String region) {
        return FunctionArn.of(region, accountId, functionName());
    }
}
