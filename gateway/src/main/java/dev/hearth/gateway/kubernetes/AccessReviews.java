package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.ApiGroup;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reviews of tokens and rights by the API server. */
record AccessReviews(KubernetesClient client) implements Reviews {
    /** A token is reviewed once, for the audience that it names. */
    @Override
    public Optional<User> user(String token) {
        return review(
                token, ServiceAccountTokens.isForGateway(token) ? List.of(ServiceAccountTokens.AUDIENCE) : List.of());
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

    @Override
    public boolean isAllowed(Wish wish) {
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
