package dev.hearth.runtime.process;

import dev.hearth.protocol.EnvironmentState;
import dev.hearth.runtime.connection.ControlConnection;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What this process is doing: written by the thread that runs invocations, read by the one that reports. */
public final class Situation {
    private volatile boolean ready;
    private volatile boolean stopping;
    private volatile @Nullable String running;
    private volatile int metricsPort;

    /** The handler is loaded. */
    public void initDone() {
        ready = true;
    }

    /** An invocation runs from now on. */
    public void runs(String requestId) {
        running = requestId;
    }

    /** None runs any more. */
    public void rests() {
        running = null;
    }

    /** Whether it is initialised and nothing runs. */
    public boolean isIdle() {
        return ready && running == null;
    }

    /** The machine wants this process to end. */
    public void stops() {
        stopping = true;
    }

    /** Prometheus finds this process there. */
    public void servesMetricsOn(int port) {
        metricsPort = port;
    }

    /** Request id of what runs now. */
    public @Nullable String running() {
        return running;
    }

    /** What to tell the gateway. */
    public ControlConnection.Report report() {
        String requestId = running;
        int port = metricsPort;
        return new ControlConnection.Report(
                state(requestId),
                Optional.ofNullable(requestId),
                port == 0 ? OptionalInt.empty() : OptionalInt.of(port));
    }

    private EnvironmentState state(@Nullable String requestId) {
        if (stopping) {
            return EnvironmentState.STOPPING;
        }
        if (requestId != null) {
            return EnvironmentState.BUSY;
        }
        return ready ? EnvironmentState.READY : EnvironmentState.INIT;
    }
}
