package dev.hearth.crds.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;

/**
 * Leaves out who wrote which field of a resource: nobody here asks, and it is larger than all the rest, thousands of times over
 * when everything there is is listed.
 */
public final class LeanJson {
    private LeanJson() {}

    /** Has it read resources that way. */
    public static void customize(ObjectMapper mapper) {
        mapper.addMixIn(ObjectMeta.class, WithoutManagedFields.class);
    }

    @JsonIgnoreProperties("managedFields")
    private interface WithoutManagedFields {}
}
