package dev.hearth.runtime.metrics;

import dev.hearth.protocol.Assignment;
import dev.hearth.runtime.process.ProcessMemory;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;

/**
 * The environment's numbers for Prometheus. Invocation metrics of a function are the gateway's; these are one process's,
 * so their names begin with {@code lambda_environment_}.
 */
final class EnvironmentMetrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    EnvironmentMetrics(Assignment assignment, InvocationCounts counts) {
        registry.config().commonTags("function", assignment.functionName(), "qualifier", assignment.functionVersion());
        bindInvocations(counts);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmGcMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    private void bindInvocations(InvocationCounts counts) {
        FunctionCounter.builder("lambda.environment.invocations", counts, InvocationCounts::invocations)
                .description("Invocations that have ended in this environment's process")
                .register(registry);
        FunctionCounter.builder("lambda.environment.errors", counts, InvocationCounts::errors)
                .description("Invocations that ended in a function error")
                .register(registry);
        FunctionTimer.builder(
                        "lambda.environment.duration",
                        counts,
                        InvocationCounts::invocations,
                        InvocationCounts::totalMillis,
                        TimeUnit.MILLISECONDS)
                .description("Time in the handler, JSON included")
                .register(registry);
        TimeGauge.builder(
                        "lambda.environment.longest.duration",
                        counts,
                        TimeUnit.MILLISECONDS,
                        InvocationCounts::longestMillis)
                .description("Longest time in the handler")
                .register(registry);
        TimeGauge.builder(
                        "lambda.environment.init.duration", counts, TimeUnit.MILLISECONDS, InvocationCounts::initMillis)
                .description("Time from the assignment until the handler was ready")
                .register(registry);
        Gauge.builder("lambda.environment.memory.used", () -> ProcessMemory.kilobytes("VmRSS:") * 1024.0)
                .description("Resident memory of this process")
                .baseUnit("bytes")
                .register(registry);
    }

    String scrape() {
        return registry.scrape();
    }
}
