package dev.hearth.operator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.hearth.crds.client.ControllerOnly;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * Bounds on what is read of a resource's metadata. Tenants may write a megabyte of labels, annotations or owners on anything, which
 * is ten in memory; only Hearth's own and the controller are read. Finalizers and who wrote which field ({@code managedFields}) are
 * not read at all.
 */
@Singleton
public class LeanAnswers implements KubernetesClientObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
        mapper.addMixIn(ObjectMeta.class, Bounded.class);
        // a list of metadata alone that is empty has "items": null
        mapper.configOverride(List.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    }

    /** Jackson's mix-in for metadata. */
    @JsonIgnoreProperties({"managedFields", "finalizers"})
    interface Bounded {
        @JsonDeserialize(using = OwnKeys.class)
        void setLabels(Map<String, String> labels);

        @JsonDeserialize(using = OwnKeys.class)
        void setAnnotations(Map<String, String> annotations);

        @JsonDeserialize(using = ControllerOnly.class)
        void setOwnerReferences(List<OwnerReference> owners);
    }
}
