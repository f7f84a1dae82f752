package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.ApiGroup;
import dev.hearth.gateway.invoke.Right;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the API server who somebody is and what he may do. Methods block. */
record AccessReviews(KubernetesClient client) {
    /** Something that somebody wants to do to a function. */
    record Wish(User user, Right right, ResourceName function) {
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
    Optional<User> user(String token) {
        return review(token, List.of(ServiceAccountTokens.AUDIENCE)).or(() -> review(token, List.of()));
    }

    private Optional<User> review(String token, List<String> audiences) {
        TokenReview answer = client.tokenReviews()
                .create(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token)
                        .withAudiences(audiences)
                        .endSpec()
                        .build());
        return Boolean.TRUE.equals(answer.getStatus().getAuthenticated())
                ? Optional.of(user(answer.getStatus().getUser()))
                : Optional.empty();
    }

    private static User user(UserInfo info) {
        @Nullable List<String> groups = info.getGroups();
        return new User(info.getUsername(), groups == null ? List.of() : groups);
    }

    /** Whether RBAC gives him the verb on this Function. */
    boolean isAllowed(Wish wish) {
        SubjectAccessReview answer =
                client.authorization().v1().subjectAccessReview().create(question(wish));
        return answer.getStatus().getAllowed();
    }

    static SubjectAccessReview question(Wish wish) {
        return new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(wish.user().name())
                .withGroups(wish.user().groups())
                .withNewResourceAttributes()
                .withGroup(ApiGroup.NAME)
                .withVersion(ApiGroup.VERSION)
                .withResource("functions")
                .withSubresource(wish.subresource().orElse(null))
                .withVerb(wish.verb())
                .withNamespace(wish.function().namespace())
                .withName(wish.function().name())
                .endResourceAttributes()
                .endSpec()
                .build();
    }
}
