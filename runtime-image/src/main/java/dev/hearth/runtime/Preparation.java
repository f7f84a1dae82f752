package dev.hearth.runtime;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.hearth.runtime.handler.Json;
import dev.hearth.runtime.process.Termination;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What a start needs whatever the function is, done on a second core while the main thread connects, attaches and loads
 * the function's code. Jackson is the largest part of a start for all handlers but those that work on streams.
 */
final class Preparation {
    private final FutureTask<Boolean> settings;
    private final CompletableFuture<Runnable> stop = new CompletableFuture<>();

    private Preparation(LambdaLogger logger) {
        this.settings = new FutureTask<>(() -> PlatformSettings.apply(logger), true);
    }

    /** @param logger what {@code LambdaRuntime.getLogger()} will give */
    static Preparation start(LambdaLogger logger) {
        Preparation preparation = new Preparation(logger);
        Thread thread = new Thread(preparation::run, "hearth-preparation");
        thread.setDaemon(true);
        thread.start();
        return preparation;
    }

    private void run() {
        settings.run();
        Json.prepare();
        Termination.onSignal(stop.join());
    }

    /** What SIGTERM does once all else is prepared, about when the handler is ready; before, it ends this process. */
    void onTermination(Runnable stopping) {
        stop.complete(stopping);
    }

    /** Waits for what user code must not miss. */
    void awaitSettings() {
        try {
            settings.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the platform's settings could not be made", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
