package dev.hearth.gateway.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * First lists of all kinds of resources that a gateway must know before it serves.
 *
 * @param lists by what is listed, for logs
 */
record FirstLists(Map<String, CompletionStage<Void>> lists) {
    FirstLists {
        lists = Map.copyOf(lists);
    }

    /**
     * Waits until all are complete; false: some are not after this time.
     *
     * @throws IllegalStateException if one never will be
     */
    boolean await(Duration time) throws InterruptedException {
        CompletableFuture<?>[] each = lists.values().stream()
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(each).get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the cluster cannot be followed: " + missing(), e);
        }
    }

    /** What is not complete, in alphabetical order. */
    List<String> missing() {
        return lists.entrySet().stream()
                .filter(each -> !isComplete(each.getValue().toCompletableFuture()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static boolean isComplete(CompletableFuture<Void> list) {
        return list.isDone() && !list.isCompletedExceptionally();
    }
}
