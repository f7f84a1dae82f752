package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.log.LogTurns;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what workloads need, each workload's steps one at a time and different workloads' side by side. What fails is tried
 * again by the next {@link #advance}, which comes at the latest with the fleet's review.
 */
final class ScalingLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScalingLoop.class);
    /** Rounds after which a workload yields to its next {@link #advance}: none needs more than a few. */
    private static final int ROUNDS = 20;

    /** Workloads that are at the API server at the same moment: each has a connection there, however many functions a tenant has. */
    private static final int AT_ONCE = 64;

    private final WorkloadApi api;
    private final LongSupplier clock;
    private final LogTurns<String> logTurns;
    private final Set<ResourceName> running = ConcurrentHashMap.newKeySet();
    private final Set<ResourceName> again = ConcurrentHashMap.newKeySet();
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    ScalingLoop(WorkloadApi api, LongSupplier clock) {
        this.api = api;
        this.clock = clock;
        logTurns = new LogTurns<>(clock);
    }

    /** Looks at this workload soon, or once more when it is being looked at. */
    void advance(ResourceName name, Workload workload) {
        if (isDone(workload)) {
            return;
        }
        again.add(name);
        if (running.add(name)) {
            try {
                threads.execute(() -> run(name, workload));
            } catch (RejectedExecutionException e) {
                running.remove(name); // closed
            }
        }
    }

    private void run(ResourceName name, Workload workload) {
        try {
            for (int round = 0; round < ROUNDS && (again.remove(name) || !isDone(workload)); round++) {
                inTurn(name, workload);
            }
        } catch (RuntimeException e) {
            logTurns.take(name.namespace())
                    .ifPresent(before -> LOG.atWarn()
                            .setMessage("environments cannot be scaled; trying again")
                            .addKeyValue("deployment", name)
                            .addKeyValue("why", e.toString())
                            .addKeyValue("othersBefore", before)
                            .log());
        } finally {
            running.remove(name);
        }
        if (again.remove(name)) {
            advance(name, workload);
        }
    }

    private boolean isDone(Workload workload) {
        long now = clock.getAsLong();
        return !workload.isDoubtful(now) && workload.steps(now).isEmpty();
    }

    private void inTurn(ResourceName name, Workload workload) {
        turns.acquireUninterruptibly();
        try {
            work(name, workload);
        } finally {
            turns.release();
        }
    }

    private void work(ResourceName name, Workload workload) {
        if (workload.isDoubtful(clock.getAsLong())) {
            workload.read(api.read(name));
        }
        for (Step step : workload.steps(clock.getAsLong())) {
            Optional<Replicas> seen = workload.replicas();
            if (seen.isEmpty()) {
                return;
            }
            take(name, workload, step, seen.get());
        }
    }

    private void take(ResourceName name, Workload workload, Step step, Replicas seen) {
        switch (step) {
            case Step.Mark(List<EnvironmentPod> pods) ->
                pods.forEach(pod -> {
                    api.mark(pod);
                    workload.marked(pod);
                });
            case Step.Scale(int count) ->
                api.scale(name, seen, count)
                        .ifPresentOrElse(
                                now -> workload.scaled(now, clock.getAsLong()), () -> workload.gone(seen.uid()));
            case Step.Delete(EnvironmentPod pod, boolean atOnce) -> {
                api.delete(pod, atOnce);
                workload.deleted(pod);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
