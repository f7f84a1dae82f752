package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.invoke.Right;
import java.util.Optional;

/** Port: who somebody is and what he may do. Methods block, and throw when it cannot be found out. */
interface Reviews {
    /** Something that somebody wants to do to a function. */
    record Wish(User user, Right right, ResourceName function) {
        /** About how large it is. */
        int chars() {
            return user.name().length()
                    + user.groups().stream().mapToInt(String::length).sum()
                    + function.name().length();
        }

        /** Verb of RBAC. */
        String verb() {
            return switch (right) {
                case INVOKE -> "invoke";
                case READ_FAILED_EVENTS -> "get";
                case REDRIVE_FAILED_EVENTS -> "redrive";
            };
        }

        /** Of {@code functions}; empty: the function itself. */
        Optional<String> subresource() {
            return right == Right.INVOKE ? Optional.empty() : Optional.of("failed-events");
        }
    }

    /** Whose token it is, made for the gateway or for the API server; empty: nobody's. */
    Optional<User> user(String token);

    /** Whether RBAC gives him the verb on this Function. */
    boolean isAllowed(Wish wish);
}
