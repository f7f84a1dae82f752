package dev.hearth.gateway.operator;

import dev.hearth.code.StoredPackage;
import dev.hearth.crds.FunctionCode;
import dev.hearth.gateway.code.CodeRefusal;
import dev.hearth.gateway.code.CodeSources;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Code that is being read for the operator: one reading per function. A reading that takes longer than the operator waits goes on,
 * and the next question gets its result. It ends when the function asks for something else, and when nobody asks any more.
 */
final class CodeRequests implements AutoCloseable {
    /** The operator asks again after five seconds. */
    private static final Duration ABANDONED = Duration.ofMinutes(1);

    private final CodeSources sources;
    private final HandlerAnswers handlers = new HandlerAnswers();
    private final Duration patience;
    private final Map<Function, Reading> running = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * What is asked for.
     *
     * @param source the manifest's {@code spec.code} as JSON, which tells one question from another
     * @param handler the manifest's; empty: it is not looked for
     * @param known SHA-256 of what the source holds; empty: to be read
     */
    record Question(String namespace, String function, String source, String handler, Optional<String> known) {
        private Function asker() {
            return new Function(namespace, function);
        }
    }

    private record Function(String namespace, String name) {}

    /** The answer to one question, on its way. */
    private record Reading(Question question, FutureTask<StoredPackage> task, AtomicLong askedAt) {
        boolean isAbandoned(long now) {
            return now - askedAt.get() > ABANDONED.toNanos();
        }
    }

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
        endAbandoned(System.nanoTime());
        Reading reading = running.compute(question.asker(), (_, now) -> reading(question, code, now));
        try {
            StoredPackage found = reading.task().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            running.remove(question.asker(), reading);
            return Optional.of(found);
        } catch (TimeoutException | CancellationException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            running.remove(question.asker(), reading);
            throw e.getCause() instanceof CodeRefusal refusal ? refusal : new CompletionException(e.getCause());
        }
    }

    private Reading reading(Question question, FunctionCode code, @Nullable Reading now) {
        if (now != null && now.question().equals(question)) {
            now.askedAt().set(System.nanoTime());
            return now;
        }
        if (now != null) {
            now.task().cancel(true);
        }
        FutureTask<StoredPackage> task = new FutureTask<>(() -> read(question, code));
        threads.execute(task);
        return new Reading(question, task, new AtomicLong(System.nanoTime()));
    }

    /** Ends readings and forgets results that nobody has asked for lately. */
    void endAbandoned(long now) {
        running.values().removeIf(reading -> {
            boolean abandoned = reading.isAbandoned(now);
            if (abandoned) {
                reading.task().cancel(true);
            }
            return abandoned;
        });
    }

    private StoredPackage read(Question asked, FunctionCode code) {
        StoredPackage found = sources.resolve(asked.namespace(), code, asked.known());
        if (!asked.handler().isEmpty()) {
            handlers.missing(found, asked.handler(), () -> sources.missing(asked.namespace(), found, asked.handler()))
                    .ifPresent(why -> {
                        throw new CodeRefusal(CodeRefusal.Reason.HandlerNotFound, why);
                    });
        }
        return found;
    }

    /** How many functions have a reading or a result that they have not fetched. */
    int running() {
        return running.size();
    }

    /** Ends every reading; none writes to the store once this returns. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
