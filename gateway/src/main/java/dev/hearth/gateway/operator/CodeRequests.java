package dev.hearth.gateway.operator;

import dev.hearth.code.PackageClasses;
import dev.hearth.code.StoredPackage;
import dev.hearth.crds.FunctionCode;
import dev.hearth.gateway.code.CodeRefusal;
import dev.hearth.gateway.code.CodeSources;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Code that is being read for the operator: one reading per function and source, however often it asks. A reading that takes
 * longer than the operator waits goes on, and the next question gets its result.
 */
final class CodeRequests implements AutoCloseable {
    /** Packages read at once: each may take 262 MB of the disk before it is refused. */
    private static final int AT_ONCE = 8;

    private final CodeSources sources;
    private final Duration patience;
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final Map<Question, CompletableFuture<StoredPackage>> running = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * What is asked for.
     *
     * @param source the manifest's {@code spec.code} as JSON, which tells one question from another
     * @param handler the manifest's; empty: it is not looked for
     * @param known SHA-256 of what the source holds; empty: to be read
     */
    record Question(String namespace, String function, String source, String handler, Optional<String> known) {}

    /** @param patience how long one question waits */
    CodeRequests(CodeSources sources, Duration patience) {
        this.sources = sources;
        this.patience = patience;
    }

    /**
     * The package; empty: it is still being read.
     *
     * @throws CodeRefusal when it cannot be had
     */
    Optional<StoredPackage> resolve(Question question, FunctionCode code) throws InterruptedException {
        CompletableFuture<StoredPackage> reading = running.computeIfAbsent(question, asked -> start(asked, code));
        try {
            StoredPackage found = reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            running.remove(question, reading);
            return Optional.of(found);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            running.remove(question, reading);
            throw e.getCause() instanceof CodeRefusal refusal ? refusal : new CompletionException(e.getCause());
        }
    }

    private CompletableFuture<StoredPackage> start(Question asked, FunctionCode code) {
        return CompletableFuture.supplyAsync(
                () -> {
                    turns.acquireUninterruptibly();
                    try {
                        return checked(sources.resolve(asked.namespace(), code, asked.known()), asked.handler());
                    } finally {
                        turns.release();
                    }
                },
                threads);
    }

    private static StoredPackage checked(StoredPackage found, String handler) {
        if (!handler.isEmpty()) {
            PackageClasses.missing(found, handler).ifPresent(why -> {
                throw new CodeRefusal(CodeRefusal.Reason.HandlerNotFound, why);
            });
        }
        return found;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
