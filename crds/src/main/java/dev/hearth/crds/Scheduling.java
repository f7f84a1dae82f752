package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes of a cluster a function's pods run on, and how; a change starts new environments. Names and values are judged here
 * as they are by the API server, which would otherwise refuse the Deployment.
 */
public class Scheduling {
    /** Pattern of a label's or an annotation's name: a DNS name before a slash may stand before it. */
    static final String NAME =
            "^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$";

    /** Pattern of a label's value. */
    static final String VALUE = "^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$";

    private static final String NAMED = "self.all(name, name.matches('" + NAME + "'))";
    private static final String NAMED_OTHERWISE =
            "names have at most 63 letters, digits, hyphens, dots and underscores, after a DNS name and a slash if at all";
    private static final String VALUED = "self.all(name, self[name].matches('" + VALUE + "'))";
    private static final String VALUED_OTHERWISE =
            "values have at most 63 letters, digits, hyphens, dots and underscores, the first and the last a letter or digit";

    /** What Hearth and Kubernetes know environments by. */
    private static final String OWN_LABEL =
            "name.matches('^([a-z0-9.-]+[.])?hearth[.]dev/') || name in ['app.kubernetes.io/name', 'app.kubernetes.io/managed-by', 'pod-template-hash']";

    /** What Hearth and Kubernetes tell each other of environments, and what lifts their confinement. */
    private static final String OWN_ANNOTATION =
            "name.matches('^([a-z0-9.-]+[.])?hearth[.]dev/') || name.matches('^(container.apparmor.security.beta|container.seccomp.security.alpha|seccomp.security.alpha)[.]kubernetes[.]io/') || name in ['cluster-autoscaler.kubernetes.io/safe-to-evict', 'controller.kubernetes.io/pod-deletion-cost', 'deployment.kubernetes.io/revision']";

    @JsonPropertyDescription("Labels that a node must have, default none.")
    @Default("{}")
    @Size(max = 32)
    @ValidationRule(value = NAMED, message = NAMED_OTHERWISE)
    @ValidationRule(value = VALUED, message = VALUED_OTHERWISE)
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

    @JsonPropertyDescription(
            "Labels of the pods beside Hearth's own, e.g. for policies, meshes and cost reports, at most 16; they go before the installation's.")
    @Default("{}")
    @Size(max = 16)
    @ValidationRule(value = NAMED, message = NAMED_OTHERWISE)
    @ValidationRule(value = VALUED, message = VALUED_OTHERWISE)
    @ValidationRule(
            value = "self.all(name, !(" + OWN_LABEL + "))",
            messageExpression = "'labels that Hearth and Kubernetes set cannot be given; rename ' + self.filter(name, "
                    + OWN_LABEL + ")[0]",
            message = "labels that Hearth and Kubernetes set cannot be given; rename them")
    private Map<String, @Size(max = 63) String> podLabels = Map.of();

    @JsonPropertyDescription(
            "Annotations of the pods beside Hearth's own, at most 16; they go before the installation's.")
    @Default("{}")
    @Size(max = 16)
    @ValidationRule(value = NAMED, message = NAMED_OTHERWISE)
    @ValidationRule(
            value = "self.all(name, !(" + OWN_ANNOTATION + "))",
            messageExpression =
                    "'annotations that Hearth and Kubernetes set cannot be given; rename ' + self.filter(name, "
                            + OWN_ANNOTATION + ")[0]",
            message = "annotations that Hearth and Kubernetes set cannot be given; rename them")
    private Map<String, @Size(max = 1024) String> podAnnotations = Map.of();

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

    public Map<String, @Size(max = 63) String> getPodLabels() {
        return podLabels;
    }

    public void setPodLabels(Map<String, @Size(max = 63) String> podLabels) {
        this.podLabels = podLabels;
    }

    public Map<String, @Size(max = 1024) String> getPodAnnotations() {
        return podAnnotations;
    }

    public void setPodAnnotations(Map<String, @Size(max = 1024) String> podAnnotations) {
        this.podAnnotations = podAnnotations;
    }
}
