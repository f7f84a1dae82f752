package dev.hearth.gateway.kubernetes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hearth.gateway.invoke.Callers;
import dev.hearth.gateway.log.LogTurns;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the API server decided, for a while. A decision is made anew once it is older than {@code fresh}; while the API server
 * cannot be asked, or is asked too much, the last one holds until it is older than {@code stale}. Thread-safe; never blocks.
 */
final class Decisions<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);
    /** Characters of all keys that are remembered: whoever makes up keys makes up long ones. */
    private static final long MAX_CHARS = 8L * 1024 * 1024;

    private static final int ENTRY_CHARS = 256;

    private final Cache<K, CompletableFuture<Decision<V>>> cache;
    private final Duration fresh;
    private final Duration stale;
    private final Question<K, V> question;
    private final Executor threads;
    private final InstantSource clock;
    private final LogTurns<Class<?>> logTurns = new LogTurns<>(System::nanoTime);

    /** Asks the API server; blocks, and throws when it cannot be asked. */
    interface Question<K, V> {
        V ask(K key);
    }

    /** Who causes a question, and how many may be under way. */
    record Asker(String name, QuestionLimit limit) {}

    private record Decision<V>(V value, long atMillis) {}

    /** @param chars how large a key is */
    Decisions(
            Duration fresh,
            Duration stale,
            ToIntFunction<K> chars,
            Question<K, V> question,
            Executor threads,
            InstantSource clock) {
        this.cache = Caffeine.newBuilder()
                .maximumWeight(MAX_CHARS)
                .weigher((K key, CompletableFuture<Decision<V>> decision) -> ENTRY_CHARS + chars.applyAsInt(key))
                .expireAfterAccess(stale)
                .build();
        this.fresh = fresh;
        this.stale = stale;
        this.question = question;
        this.threads = threads;
        this.clock = clock;
    }

    /** What is decided, or about to be; empty: it would have to be asked. */
    Optional<CompletionStage<V>> known(K key) {
        return Optional.ofNullable(cache.getIfPresent(key))
                .filter(this::isOfUse)
                .<CompletionStage<V>>map(decision -> decision.thenApply(Decision::value));
    }

    /**
     * Fails when the API server cannot be asked and nothing is known.
     *
     * @throws Callers.Busy as the failure, if too many questions are under way
     */
    CompletionStage<V> of(K key, Asker asker) {
        CompletableFuture<Decision<V>> known =
                cache.asMap().compute(key, (_, before) -> isOfUse(before) ? before : ask(key, before, asker));
        return known.thenApply(Decision::value);
    }

    /** A question that is under way is waited for by all who ask the same. */
    private boolean isOfUse(@Nullable CompletableFuture<Decision<V>> decision) {
        return decision != null && (!decision.isDone() || isYounger(decision, fresh));
    }

    private boolean isYounger(CompletableFuture<Decision<V>> decision, Duration age) {
        return !decision.isCompletedExceptionally()
                && clock.millis() - decision.join().atMillis() < age.toMillis();
    }

    private CompletableFuture<Decision<V>> ask(K key, @Nullable CompletableFuture<Decision<V>> before, Asker asker) {
        if (asker.limit().begin(asker.name())) {
            return CompletableFuture.supplyAsync(() -> decide(key, before), threads)
                    .whenComplete((_, _) -> asker.limit().end(asker.name()));
        }
        return before != null && isYounger(before, stale) ? before : CompletableFuture.failedFuture(new Callers.Busy());
    }

    private Decision<V> decide(K key, @Nullable CompletableFuture<Decision<V>> before) {
        try {
            return new Decision<>(question.ask(key), clock.millis());
        } catch (RuntimeException e) {
            if (before != null && isYounger(before, stale)) {
                logTurns.take(e.getClass())
                        .ifPresent(others -> LOG.atWarn()
                                .setMessage("the API server cannot be asked; its last decision holds")
                                .addKeyValue("why", e.toString())
                                .addKeyValue("othersBefore", others)
                                .log());
                return before.join();
            }
            throw e;
        }
    }
}
