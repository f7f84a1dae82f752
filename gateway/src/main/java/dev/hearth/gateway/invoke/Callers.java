package dev.hearth.gateway.invoke;

import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Port: whom the installation knows. No method blocks. */
public interface Callers {
    /**
     * Whose token it is; empty: nobody's. Fails with {@link Busy} when too many ask at the same time who are not known.
     *
     * @param remote where it comes from: strangers are told apart by that
     */
    CompletionStage<Optional<Caller>> bearer(String token, SocketAddress remote);

    /** An access key by its id; empty: there is none. */
    Optional<AccessKey> accessKey(String id);

    /** Too much is to be found out at this moment. */
    final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Busy() {
            super("too many callers are being looked up", null, false, false);
        }
    }

    /**
     * A key that AWS clients sign with.
     *
     * @param secret the secret access key
     * @param caller whom it stands for
     */
    record AccessKey(String secret, Caller caller) {}
}
