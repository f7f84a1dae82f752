package dev.hearth.operator.function;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** A resource has the name of one that is to be made, and was made by somebody else. */
final class NotOurs extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotOurs(HasMetadata found) {
        super(found.getKind() + " '" + found.getMetadata().getName()
                + "' is there and was not made for this function; delete it: kubectl delete "
                + found.getSingular() + " " + found.getMetadata().getName() + " -n "
                + found.getMetadata().getNamespace());
    }
}
