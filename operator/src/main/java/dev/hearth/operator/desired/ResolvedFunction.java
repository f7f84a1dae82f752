package dev.hearth.operator.desired;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionSpec;
import java.util.Optional;

/**
 * A function with everything it refers to.
 *
 * @param function the resource
 * @param accountId 12 digits
 * @param serviceAccount its pods' service account
 * @param codeSha256 its code, pinned
 */
public record ResolvedFunction(Function function, String accountId, String serviceAccount, String codeSha256) {
    /** {@code metadata.name}. */
    public String name() {
        return function.getMetadata().getName();
    }

    public String namespace() {
        return function.getMetadata().getNamespace();
    }

    public FunctionSpec spec() {
        return function.getSpec();
    }

    /** Lambda's name. */
    String functionName() {
        return functionName(function);
    }

    public static String functionName(Function function) {
        return Optional.ofNullable(function.getSpec().getFunctionName())
                .orElse(function.getMetadata().getName());
    }

    String arn(String region) {
        return "arn:aws:lambda:" + region + ":" + accountId + ":function:" + functionName();
    }
}
