package dev.hearth.operator.desired;

import dev.hearth.crds.FunctionConfiguration;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Labels and annotations of pods that are neither Hearth's nor Kubernetes', for policies, meshes and cost reports. */
public record PodMetadata(SortedMap<String, String> labels, SortedMap<String, String> annotations) {
    public static final PodMetadata NONE = new PodMetadata(Map.of(), Map.of());

    public PodMetadata(Map<String, String> labels, Map<String, String> annotations) {
        this(new TreeMap<>(labels), new TreeMap<>(annotations));
    }

    /** A function's own, and of the installation's those that it does not have itself. */
    PodMetadata with(FunctionConfiguration function) {
        return Optional.ofNullable(function.getScheduling())
                .map(own ->
                        new PodMetadata(both(labels, own.getPodLabels()), both(annotations, own.getPodAnnotations())))
                .orElse(this);
    }

    private static SortedMap<String, String> both(Map<String, String> general, Map<String, String> own) {
        SortedMap<String, String> all = new TreeMap<>(general);
        all.putAll(own);
        return all;
    }

    /** With Hearth's own labels, which nothing takes the place of. */
    Map<String, String> labels(Map<String, String> hearths) {
        return both(labels, hearths);
    }

    /** With Hearth's own annotations, which nothing takes the place of. */
    Map<String, String> annotations(Map<String, String> hearths) {
        return both(annotations, hearths);
    }

    /** Equal for equal metadata; empty for none, which has been so for longer than there has been metadata. */
    String text() {
        return labels.isEmpty() && annotations.isEmpty() ? "" : Serialization.asJson(List.of(labels, annotations));
    }
}
