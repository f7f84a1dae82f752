package dev.hearth.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.dispatch.MetricsTarget;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsTargetsTest {
    private final MetricsTargets targets = new MetricsTargets(
            (_, environment) -> environment.equals("gone") ? Optional.empty() : Optional.of("10.0.0.7"));

    @Test
    void isTheFormatOfPrometheusHttpServiceDiscovery() {
        assertThat(targets.describe(List.of(new MetricsTarget("e1", Revisions.of("hello"), 4_711))))
                .isEqualTo("[{\"labels\":{\"environment\":\"e1\",\"function\":\"hello\",\"namespace\":\"default\","
                        + "\"qualifier\":\"$LATEST\"},\"targets\":[\"10.0.0.7:4711\"]}]");
    }

    @Test
    void isAnEmptyArrayWithoutEnvironments() {
        assertThat(targets.describe(List.of())).isEqualTo("[]");
    }

    @Test
    void leavesOutWhatIsGone() {
        assertThat(targets.describe(List.of(new MetricsTarget("gone", Revisions.of("hello"), 4_711))))
                .isEqualTo("[]");
    }
}
