package dev.hearth.gateway.invoke;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Port: whom the installation knows. No method blocks. */
public interface Callers {
    /** Whose token it is; empty: nobody's. */
    CompletionStage<Optional<Caller>> bearer(String token);

    /** An access key by its id; empty: there is none. */
    Optional<AccessKey> accessKey(String id);

    /**
     * A key that AWS clients sign with.
     *
     * @param secret the secret access key
     * @param caller whom it stands for
     */
    record AccessKey(String secret, Caller caller) {}
}
