package dev.hearth.gateway.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.dispatch.MetricsTarget;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The environments' own {@code /metrics} in the format of Prometheus' {@code http_sd_configs}, so that one scrape job finds
 * them all. Source: prometheus.io/docs/prometheus/latest/http_sd.
 */
public final class MetricsTargets {
    /** Where environments are reached. */
    public interface Addresses {
        /** Host of an environment; empty: it is gone. */
        Optional<String> of(Revision revision, String environmentId);
    }

    private final ObjectMapper json = new ObjectMapper();
    private final Addresses addresses;

    MetricsTargets(Addresses addresses) {
        this.addresses = addresses;
    }

    /** A JSON array of {@code {"targets": ["<host>:<port>"], "labels": {…}}}. */
    String describe(Collection<MetricsTarget> targets) {
        List<Map<String, Object>> groups =
                targets.stream().flatMap(target -> group(target).stream()).toList();
        try {
            return json.writeValueAsString(groups);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("lists and maps of texts are always JSON", e);
        }
    }

    private Optional<Map<String, Object>> group(MetricsTarget target) {
        return addresses.of(target.revision(), target.environmentId()).map(host -> group(target, host));
    }

    private static Map<String, Object> group(MetricsTarget target, String host) {
        FunctionId function = target.revision().function();
        Map<String, String> labels = new TreeMap<>(Map.of(
                "namespace", function.namespace(),
                "function", function.name(),
                "qualifier", target.revision().version(),
                "environment", target.environmentId()));
        return new TreeMap<>(Map.of("targets", List.of(host + ":" + target.port()), "labels", labels));
    }
}
