package dev.hearth.operator;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Executor of reconciliations with a queue for each namespace, served round robin: a namespace with a thousand changed resources,
 * or with slow ones, holds up nobody else's single one for longer than a thread takes to become free.
 */
public final class FairExecutor extends AbstractExecutorService {
    private static final Queue<Runnable> NONE = new ArrayDeque<>();

    private final ExecutorService threads;
    private final Supplier<String> namespace;
    /** The namespace that is served next is the first; none is there without tasks. */
    private final Map<String, Queue<Runnable>> waiting = new LinkedHashMap<>();

    /**
     * @param threads that tasks run in
     * @param namespace of the resource that a task is submitted for, asked in the thread that submits it
     */
    public FairExecutor(ExecutorService threads, Supplier<String> namespace) {
        this.threads = threads;
        this.namespace = namespace;
    }

    @Override
    public void execute(Runnable task) {
        offer(namespace.get(), task, Integer.MAX_VALUE);
    }

    /**
     * Runs a task of a namespace.
     *
     * @param most tasks of it that may wait
     * @return whether there is room
     */
    public boolean offer(String of, Runnable task, int most) {
        synchronized (waiting) {
            if (waiting.getOrDefault(of, NONE).size() >= most) {
                return false;
            }
            waiting.computeIfAbsent(of, _ -> new ArrayDeque<>()).add(task);
        }
        threads.execute(() -> next().run());
        return true;
    }

    private Runnable next() {
        synchronized (waiting) {
            Iterator<Map.Entry<String, Queue<Runnable>>> lines =
                    waiting.entrySet().iterator();
            Map.Entry<String, Queue<Runnable>> first = lines.next();
            String of = first.getKey();
            Queue<Runnable> line = first.getValue();
            lines.remove();
            Runnable next = line.remove();
            if (!line.isEmpty()) {
                waiting.put(of, line);
            }
            return next;
        }
    }

    @Override
    public void shutdown() {
        threads.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return threads.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return threads.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return threads.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return threads.awaitTermination(timeout, unit);
    }
}
