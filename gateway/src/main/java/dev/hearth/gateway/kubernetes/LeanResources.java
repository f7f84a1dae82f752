package dev.hearth.gateway.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.hearth.crds.Account;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionVersionSpec;
import dev.hearth.crds.client.ControllerOnly;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Resources read with the fields that the gateway uses and no others. Who may make an object may fill it with a megabyte of labels,
 * owners or variables, which would be ten in memory; here they are skipped while they are read.
 */
final class LeanResources {
    private static final Set<String> USED =
            Set.of(Labels.REVISION, Labels.TEMPLATE_HASH, Account.ID, Account.CONCURRENT_EXECUTIONS);

    private LeanResources() {}

    /** Has a client read so. It must write no resource back as it read it. */
    static ObjectMapper mapper() {
        return new ObjectMapper()
                .addMixIn(ObjectMeta.class, LeanMeta.class)
                .addMixIn(PodSpec.class, LeanPod.class)
                .addMixIn(Function.class, LeanFunction.class)
                .addMixIn(FunctionVersionSpec.class, LeanVersion.class);
    }

    @JsonIgnoreProperties({"managedFields", "finalizers"})
    interface LeanMeta {
        @JsonDeserialize(using = UsedEntries.class)
        void setLabels(Map<String, String> labels);

        @JsonDeserialize(using = UsedEntries.class)
        void setAnnotations(Map<String, String> annotations);

        @JsonDeserialize(using = ControllerOnly.class)
        void setOwnerReferences(List<OwnerReference> owners);
    }

    @JsonIncludeProperties("serviceAccountName")
    interface LeanPod {}

    /** What serves stands in its status. */
    @JsonIgnoreProperties("spec")
    interface LeanFunction {}

    @JsonIncludeProperties({"functionName", "release"})
    interface LeanVersion {}

    /** Of labels or annotations those that are used. */
    static final class UsedEntries extends JsonDeserializer<Map<String, String>> {
        @Override
        public Map<String, String> deserialize(JsonParser json, DeserializationContext context) throws IOException {
            Map<String, String> used = new HashMap<>(4);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (USED.contains(name) && json.currentToken() == JsonToken.VALUE_STRING) {
                    used.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
            return used;
        }
    }
}
