package dev.hearth.runtime;

import dev.hearth.protocol.Assignment;
import dev.hearth.runtime.metrics.InvocationCounts;
import dev.hearth.runtime.metrics.MetricsServer;
import dev.hearth.runtime.process.Situation;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Opens {@code /metrics} once the start is over: the invocation that waits for this process comes first. */
final class LateMetrics {
    private static final long AFTER_MILLIS = 1_000;

    private LateMetrics() {}

    static void start(InetSocketAddress address, Assignment assignment, InvocationCounts counts, Situation situation) {
        Thread thread = new Thread(() -> open(address, assignment, counts, situation), "hearth-metrics-start");
        thread.setDaemon(true);
        thread.start();
    }

    private static void open(
            InetSocketAddress address, Assignment assignment, InvocationCounts counts, Situation situation) {
        try {
            Thread.sleep(AFTER_MILLIS);
            situation.servesMetricsOn(
                    MetricsServer.open(address, assignment, counts).port());
        } catch (IOException e) {
            System.err.println("No /metrics in this environment: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
