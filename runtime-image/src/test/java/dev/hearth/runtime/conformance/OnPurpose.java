package dev.hearth.runtime.conformance;

import java.util.Map;

/** Differences from AWS's client that stay, each with its reason; also told in {@code docs/compatibility.md}. */
final class OnPurpose {
    private static final String NAMES_THE_RUNTIME = "the JDK's message names the class that reflects: AWS's or ours";
    private static final String NAMES_THE_CLASS = "AWS's text names its own class HandlerInfo instead of the user's";
    private static final String REPORTED = "AWS's client crashes without a report; here the init fails with the reason";

    private static final String HINT = "the log has a line more, which says where the class is or how it is written";

    static final Map<String, String> DIFFERENCES = Map.of(
            "example.functions.Generics$NotPublic \"x\"",
            NAMES_THE_RUNTIME,
            "example.functions.Generics$NotPublic (log)",
            NAMES_THE_RUNTIME,
            "example.functions.Generics$NotPublic::call \"x\"",
            NAMES_THE_RUNTIME,
            "example.functions.Generics$NotPublic::call (log)",
            NAMES_THE_RUNTIME,
            "example.functions.Generics$NoMethods::call {}",
            NAMES_THE_CLASS,
            "example.functions.Generics$NoMethods::call (log)",
            NAMES_THE_CLASS,
            "example.functions.Unlinkable$TypeArgument \"x\"",
            REPORTED,
            "example.functions.Unlinkable$TypeArgument (log)",
            REPORTED,
            "example/functions/Echo (log)",
            HINT);

    private OnPurpose() {}
}
