package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Optional;

/** The resource of group {@code apps} that an object says is its controller: free text until it is compared with that. */
record Controller(String name, String uid) {
    private static final String GROUP = "apps/v1";
    /** What a name or UID of Kubernetes has at most; a reference may be as large as its object. */
    private static final int MAX_CHARS = 253;

    /** Empty: it has no controller of this kind. */
    static Optional<Controller> of(HasMetadata object, String kind) {
        return Optional.ofNullable(object.getMetadata().getOwnerReferences()).stream()
                .flatMap(List::stream)
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .filter(owner -> GROUP.equals(owner.getApiVersion()) && kind.equals(owner.getKind()))
                .filter(Controller::isNamed)
                .findFirst()
                .map(owner -> new Controller(owner.getName(), owner.getUid()));
    }

    private static boolean isNamed(OwnerReference owner) {
        return owner.getName().length() <= MAX_CHARS && owner.getUid().length() <= MAX_CHARS;
    }

    /** As an owner reference. */
    OwnerReference reference(String kind) {
        return new OwnerReferenceBuilder()
                .withApiVersion(GROUP)
                .withKind(kind)
                .withName(name)
                .withUid(uid)
                .withController(true)
                .build();
    }
}
