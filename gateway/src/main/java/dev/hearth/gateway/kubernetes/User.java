package dev.hearth.gateway.kubernetes;

import java.util.List;
import java.util.Optional;

/**
 * Somebody the cluster knows.
 *
 * @param name e.g. {@code system:serviceaccount:shop:web}
 * @param groups what else his rights come from
 */
record User(String name, List<String> groups) {
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    User {
        groups = List.copyOf(groups);
    }

    static User serviceAccount(String namespace, String name) {
        return new User(
                SERVICE_ACCOUNT + namespace + ":" + name,
                List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated"));
    }

    /** The namespace of a service account; empty: it is a person. */
    Optional<String> namespace() {
        String[] part = name.split(":", -1);
        return name.startsWith(SERVICE_ACCOUNT) && part.length == 4 ? Optional.of(part[2]) : Optional.empty();
    }
}
