package dev.hearth.benchmarks.cluster;

import dev.hearth.benchmarks.peer.Function;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** One function that is invoked all the while, ten times a second: it should notice nothing. */
final class Meanwhile implements AutoCloseable {
    private static final long PAUSE_MILLIS = 100;

    private final Client gateway;
    private final String path;
    private final List<Double> millis = new ArrayList<>();
    private final Thread thread;
    private int failed;
    private volatile boolean over;

    /** @param function its ARN or name */
    Meanwhile(Client gateway, String function) {
        this.gateway = gateway;
        this.path = "/2015-03-31/functions/" + function + "/invocations";
        this.thread = Thread.ofVirtual().start(this::call);
    }

    private void call() {
        while (!over) {
            long start = System.nanoTime();
            boolean answered = isAnswered();
            note((System.nanoTime() - start) / 1e6, answered);
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean isAnswered() {
        try {
            return gateway.send("POST", path, "application/json", Function.HELLO.event())
                            .statusCode()
                    == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private synchronized void note(double took, boolean answered) {
        millis.add(took);
        failed += answered ? 0 : 1;
    }

    synchronized List<Double> millis() {
        return List.copyOf(millis);
    }

    synchronized int failed() {
        return failed;
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
    }
}
