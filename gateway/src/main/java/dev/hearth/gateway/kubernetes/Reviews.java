package dev.hearth.gateway.kubernetes;

import java.util.Optional;

/** Port: who somebody is and what he may do. Methods block, and throw when it cannot be found out. */
interface Reviews {
    /** A function that somebody wants to invoke. */
    record Wish(User user, ResourceName function) {
        /** About how large it is. */
        int chars() {
            return user.name().length()
                    + user.groups().stream().mapToInt(String::length).sum()
                    + function.name().length();
        }
    }

    /** Whose token it is, made for the gateway or for the API server; empty: nobody's. */
    Optional<User> user(String token);

    /** Whether RBAC gives him the verb {@code invoke} on this Function. */
    boolean mayInvoke(Wish wish);
}
