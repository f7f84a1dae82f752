package dev.hearth.operator.desired;

import java.util.LinkedHashMap;
import java.util.Map;

/** Labels of everything the operator makes for functions. */
public final class Labels {
    public static final String FUNCTION = "lambda.hearth.dev/function";
    public static final String REVISION = "lambda.hearth.dev/revision";
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String HEARTH = "hearth";
    /** On service accounts: functions may run as it. */
    public static final String ASSUME_ROLE = "lambda.hearth.dev/assume-role";
    /** On pods: functions whose {@code vpcConfig} names this value may reach it. */
    public static final String SECURITY_GROUP = "lambda.hearth.dev/security-group";

    private Labels() {}

    /** Of all that belongs to a function. */
    static Map<String, String> ofFunction(String function) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(MANAGED_BY, HEARTH);
        labels.put("app.kubernetes.io/name", "hearth-environment");
        labels.put(FUNCTION, Names.label(function));
        return labels;
    }

    /** Of a Deployment and its pods. */
    static Map<String, String> ofRevision(String function, String revisionId) {
        Map<String, String> labels = ofFunction(function);
        labels.put(REVISION, revisionId);
        return labels;
    }
}
