package dev.hearth.runtime;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.hearth.runtime.handler.Json;
import dev.hearth.runtime.process.Ending;
import dev.hearth.runtime.process.Termination;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a start needs whatever the function is, done on a second core while the main thread connects, attaches and loads
 * the function's code. Jackson is the largest part of a start for all handlers but those that work on streams.
 */
final class Preparation {
    private final AtomicReference<Runnable> stop = new AtomicReference<>(() -> Ending.withHooks(0));
    private final FutureTask<Boolean> essentials;

    private Preparation(LambdaLogger logger) {
        this.essentials = new FutureTask<>(() -> prepareEssentials(logger), true);
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
        essentials.run();
        Json.prepare();
    }

    private void prepareEssentials(LambdaLogger logger) {
        PlatformSettings.apply(logger);
        Termination.onSignal(() -> stop.get().run());
    }

    /** What SIGTERM does from now on; before, it ends this process. */
    void onTermination(Runnable stopping) {
        stop.set(stopping);
    }

    /** Waits for what user code must not miss; Jackson makes who needs it wait by itself. */
    void awaitEssentials() {
        try {
            essentials.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the platform's settings could not be made", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
