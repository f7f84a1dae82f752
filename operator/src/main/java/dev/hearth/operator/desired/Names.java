package dev.hearth.operator.desired;

/** Names of everything the operator makes. */
public final class Names {
    /** Per namespace: what vouches for the gateway. */
    public static final String AUTHORITIES = "hearth-gateway-ca";

    /** Per namespace: the last number of a version, by function. */
    public static final String VERSION_COUNTERS = "hearth-versions";

    private static final int MAX = 63;
    private static final int MAX_RESOURCE = 253;

    private Names() {}

    /** {@code <function>-<revision id>}; a long name of a function is cut, the id tells functions apart. */
    static String deployment(String function, String revisionId) {
        return cut(function, MAX - 1 - revisionId.length()) + "-" + revisionId;
    }

    /** {@code <function>-<number>}; a long name of a function is cut. */
    public static String version(String function, long number) {
        return cut(function, MAX_RESOURCE - 1 - Long.toString(number).length()) + "-" + number;
    }

    /** Where a version's code is kept that came from a ConfigMap which may change. */
    public static String versionCode(String function, long number) {
        return cut(function, MAX_RESOURCE - 1 - (number + "-code").length()) + "-" + number + "-code";
    }

    /** The policy of a function's pods; long names keep apart by a hash. */
    public static String networkPolicy(String function) {
        return label("hearth-" + function);
    }

    /** The policy of a declaration's pods. */
    public static String networkPolicy(Declaration declaration) {
        return declaration.isVersion()
                ? label("hearth-version-" + declaration.resource().getMetadata().getName())
                : networkPolicy(declaration.function());
    }

    /** A name as a label's value: at most 63 characters. */
    static String label(String name) {
        return name.length() <= MAX ? name : cut(name, MAX - 1 - Hash.LENGTH) + "-" + Hash.of(name);
    }

    private static String cut(String name, int length) {
        String cut = name.length() <= length ? name : name.substring(0, length);
        return cut.endsWith("-") || cut.endsWith(".") ? cut.substring(0, cut.length() - 1) : cut;
    }
}
