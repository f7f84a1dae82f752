package dev.hearth.operator.function;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** The API server's refusals of what is to be made for a function: by a quota, an admission policy, a namespace that ends. */
final class Refusal {
    private static final int INVALID = 422;

    private Refusal() {}

    /** Empty: a failure that is nobody's doing, and passes. */
    static Optional<Obstacle> of(KubernetesClientException refused) {
        boolean isRefusal = refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN || refused.getCode() == INVALID;
        return isRefusal
                ? Optional.of(new Obstacle(
                        Reason.Forbidden,
                        "the cluster refuses what the function needs: " + message(refused)
                                + "; raise the quota, or change the policy that says so"))
                : Optional.empty();
    }

    private static String message(KubernetesClientException refused) {
        return Optional.ofNullable(refused.getStatus())
                .flatMap(status -> Optional.ofNullable(status.getMessage()))
                .orElseGet(() -> String.valueOf(refused.getMessage()));
    }
}
