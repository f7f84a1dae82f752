package dev.hearth.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.dispatch.MetricsTarget;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTargetsTest {
    private final MetricsTargets targets = new MetricsTargets();

    @Test
    void isTheFormatOfPrometheusHttpServiceDiscovery() {
        assertThat(targets.describe(List.of(new MetricsTarget("e1", Revisions.of("hello"), 4_711))))
                .isEqualTo("[{\"labels\":{\"environment\":\"e1\",\"function\":\"hello\",\"namespace\":\"default\","
                        + "\"qualifier\":\"$LATEST\"},\"targets\":[\"127.0.0.1:4711\"]}]");
    }

    @Test
    void isAnEmptyArrayWithoutEnvironments() {
        assertThat(targets.describe(List.of())).isEqualTo("[]");
    }
}
