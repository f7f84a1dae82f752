package dev.hearth.gateway.kubernetes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the API server decided, for a while. A decision is made anew once it is older than {@code fresh}; while the API server
 * cannot be asked, the last one holds until it is older than {@code stale}. Thread-safe; never blocks.
 */
final class Decisions<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);
    private static final int REMEMBERED = 10_000;

    private final Cache<K, CompletableFuture<Decision<V>>> cache;
    private final Duration fresh;
    private final Duration stale;
    private final Question<K, V> question;
    private final Executor threads;
    private final InstantSource clock;

    /** Asks the API server; blocks, and throws when it cannot be asked. */
    interface Question<K, V> {
        V ask(K key);
    }

    private record Decision<V>(V value, long atMillis) {}

    Decisions(Duration fresh, Duration stale, Question<K, V> question, Executor threads, InstantSource clock) {
        this.cache = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterAccess(stale)
                .build();
        this.fresh = fresh;
        this.stale = stale;
        this.question = question;
        this.threads = threads;
        this.clock = clock;
    }

    /** Fails when the API server cannot be asked and nothing is known. */
    CompletionStage<V> of(K key) {
        CompletableFuture<Decision<V>> known =
                cache.asMap().compute(key, (_, before) -> isOfUse(before) ? before : ask(key, before));
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

    private CompletableFuture<Decision<V>> ask(K key, @Nullable CompletableFuture<Decision<V>> before) {
        return CompletableFuture.supplyAsync(() -> decide(key, before), threads);
    }

    private Decision<V> decide(K key, @Nullable CompletableFuture<Decision<V>> before) {
        try {
            return new Decision<>(question.ask(key), clock.millis());
        } catch (RuntimeException e) {
            if (before != null && isYounger(before, stale)) {
                LOG.atWarn()
                        .setMessage("the API server cannot be asked; its last decision holds")
                        .addKeyValue("why", e.toString())
                        .log();
                return before.join();
            }
            throw e;
        }
    }
}
