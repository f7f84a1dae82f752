package dev.hearth.gateway.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.dispatch.MetricsTarget;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environments' own {@code /metrics} in the format of Prometheus' {@code http_sd_configs}, so that one scrape job finds
 * them all on this machine. Source: prometheus.io/docs/prometheus/latest/http_sd.
 */
final class MetricsTargets {
    private final ObjectMapper json = new ObjectMapper();

    /** A JSON array of {@code {"targets": ["127.0.0.1:<port>"], "labels": {…}}}. */
    String describe(Collection<MetricsTarget> targets) {
        List<Map<String, Object>> groups =
                targets.stream().map(MetricsTargets::group).toList();
        try {
            return json.writeValueAsString(groups);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("lists and maps of texts are always JSON", e);
        }
    }

    private static Map<String, Object> group(MetricsTarget target) {
        FunctionId function = target.revision().function();
        Map<String, String> labels = new TreeMap<>(Map.of(
                "namespace", function.namespace(),
                "function", function.name(),
                "qualifier", target.revision().version(),
                "environment", target.environmentId()));
        return new TreeMap<>(Map.of("targets", List.of("127.0.0.1:" + target.port()), "labels", labels));
    }
}
