package dev.hearth.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.ColdStart;
import dev.hearth.gateway.invoke.InvokeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MicrometerInvokeMetricsTest {
    private static final FunctionId HELLO = new FunctionId("us-east-1", "123456789012", "default", "hello");
    private static final String LABELS = "function=\"hello\",namespace=\"default\",qualifier=\"$LATEST\"";
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final InvokeMetrics metrics = new MicrometerInvokeMetrics(registry);

    @Test
    void countsAsCloudWatchDoes() {
        InvokeMetrics.ForFunction hello = metrics.of(HELLO, "$LATEST");
        hello.answered(new Answer.Success(new byte[0], Optional.empty()), 3_000_000);
        hello.answered(new Answer.FunctionError("E", new byte[0], Optional.empty()), 7_000_000);
        hello.answered(new Answer.Throttled(Answer.Reason.ConcurrentInvocationLimitExceeded, Duration.ofSeconds(1)), 1);
        hello.answered(new Answer.Unavailable(Answer.Cause.NO_ENVIRONMENT, "none"), 1);
        assertThat(registry.scrape())
                .contains("lambda_invocations_total{" + LABELS + "} 2.0")
                .contains("lambda_errors_total{" + LABELS + "} 1.0")
                .contains("lambda_throttles_total{" + LABELS + ",reason=\"ConcurrentInvocationLimitExceeded\"} 1.0")
                .contains("lambda_unavailable_total{" + LABELS + ",reason=\"NO_ENVIRONMENT\"} 1.0")
                .contains("lambda_duration_seconds_bucket{" + LABELS + ",le=\"0.005\"} 1")
                .contains("lambda_duration_seconds_count{" + LABELS + "} 2");
    }

    @Test
    void measuresTheColdStartsOfFunctionsThatHaveThem() {
        InvokeMetrics.ForFunction hello = metrics.of(HELLO, "$LATEST");
        assertThat(registry.scrape()).doesNotContain("lambda_cold_start_phase");

        hello.coldStart(new ColdStart(2, 80, 30, 0.1));

        String labels = LABELS.replace("namespace=\"default\",", "namespace=\"default\",phase=\"start\",");
        assertThat(registry.scrape())
                .contains("lambda_cold_start_phase_seconds_bucket{" + labels + ",le=\"0.05\"} 0")
                .contains("lambda_cold_start_phase_seconds_bucket{" + labels + ",le=\"0.1\"} 1")
                .contains("lambda_cold_start_phase_seconds_bucket{" + labels + ",le=\"10.0\"} 1")
                .contains("lambda_cold_start_phase_seconds_sum{" + labels + "} 0.08");
    }

    @Test
    void measuresInits() {
        new MicrometerDispatchMetrics(registry).initialised(Revisions.of("hello"), 30_000_000);

        assertThat(registry.scrape())
                .contains("lambda_init_duration_seconds_bucket{" + LABELS + ",le=\"0.025\"} 0")
                .contains("lambda_init_duration_seconds_bucket{" + LABELS + ",le=\"0.05\"} 1");
    }

    @Test
    void resolvesAFunctionOnce() {
        assertThat(metrics.of(HELLO, "$LATEST")).isSameAs(metrics.of(HELLO, "$LATEST"));
    }
}
