package dev.hearth.operator.desired;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Labels of everything the operator makes for functions. */
public final class Labels {
    public static final String FUNCTION = "lambda.hearth.dev/function";
    /** A version's number, or {@link #UNPUBLISHED}. */
    public static final String VERSION = "lambda.hearth.dev/version";
    /** What stands for {@code $LATEST}, which no label can have. */
    public static final String UNPUBLISHED = "latest";

    public static final String REVISION = "lambda.hearth.dev/revision";
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String HEARTH = "hearth";

    private static final String NAME = "app.kubernetes.io/name";
    /** On service accounts: functions may run as it. */
    public static final String ASSUME_ROLE = "lambda.hearth.dev/assume-role";
    /** On pods: functions whose {@code vpcConfig} names this value may reach it. */
    public static final String SECURITY_GROUP = "lambda.hearth.dev/security-group";

    /** Labels of everything that is made for functions. */
    public static final Set<String> OWN = Set.of(MANAGED_BY, NAME, FUNCTION, VERSION, REVISION);

    private Labels() {}

    /** Of all that belongs to a function. */
    static Map<String, String> ofFunction(String function) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(MANAGED_BY, HEARTH);
        labels.put(NAME, "hearth-environment");
        labels.put(FUNCTION, Names.label(function));
        return labels;
    }

    /** Of all that belongs to one version of it. */
    static Map<String, String> of(Declaration declaration) {
        Map<String, String> labels = ofFunction(declaration.function());
        labels.put(VERSION, declaration.isVersion() ? declaration.version() : UNPUBLISHED);
        return labels;
    }

    /** Of a FunctionVersion. */
    public static Map<String, String> ofVersion(String function, long number) {
        Map<String, String> labels = ofFunction(function);
        labels.put(VERSION, Long.toString(number));
        return labels;
    }

    /** Of a Deployment and its pods. */
    static Map<String, String> ofRevision(Declaration declaration, String revisionId) {
        Map<String, String> labels = of(declaration);
        labels.put(REVISION, revisionId);
        return labels;
    }
}
