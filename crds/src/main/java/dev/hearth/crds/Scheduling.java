package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which nodes of a cluster a function's pods run on, and how; a change starts new environments. */
public class Scheduling {
    @JsonPropertyDescription("Labels that a node must have, default none.")
    @Default("{}")
    @Size(max = 32)
    private Map<String, @Size(max = 63) String> nodeSelector = Map.of();

    @JsonPropertyDescription("Taints of nodes that are tolerated, at most 32.")
    @Default("[]")
    @Size(max = 32)
    private List<Toleration> tolerations = List.of();

    @JsonPropertyDescription("RuntimeClass of the pods, e.g. for a sandboxed container runtime; default the cluster's.")
    @Size(max = 253)
    @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
            messageExpression = "'runtimeClassName \"' + self + '\" is no name that a RuntimeClass can have'",
            message = "is no name that a RuntimeClass can have")
    private @Nullable String runtimeClassName;

    public Map<String, @Size(max = 63) String> getNodeSelector() {
        return nodeSelector;
    }

    public void setNodeSelector(Map<String, @Size(max = 63) String> nodeSelector) {
        this.nodeSelector = nodeSelector;
    }

    public List<Toleration> getTolerations() {
        return tolerations;
    }

    public void setTolerations(List<Toleration> tolerations) {
        this.tolerations = tolerations;
    }

    public @Nullable String getRuntimeClassName() {
        return runtimeClassName;
    }

    public void setRuntimeClassName(@Nullable String runtimeClassName) {
        this.runtimeClassName = runtimeClassName;
    }
}
