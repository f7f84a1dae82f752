package dev.hearth.e2e.cluster;

import dev.hearth.e2e.Lambda;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long nobody answers: a caller asks twenty times a second, before something is done to the gateway and until after it. */
final class Gap {
    private static final Duration PAUSE = Duration.ofMillis(50);
    /** A connection may hang for long whose other end has vanished; another is opened then. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** Something that is done to the gateway. */
    interface Deed {
        void run() throws Exception;
    }

    private final Lambda lambda;
    private final String function;
    private volatile boolean done;
    private final Map<String, Integer> failures = new TreeMap<>();
    private long lastAnswer = System.nanoTime();
    private long longest;

    private Gap(Lambda lambda, String function) {
        this.lambda = lambda;
        this.function = function;
    }

    /**
     * The longest time between two answers.
     *
     * @param name for what is printed
     */
    static Duration around(String name, Lambda lambda, String function, Deed deed) throws Exception {
        Gap gap = new Gap(lambda, function);
        Thread caller = Thread.ofVirtual().start(gap::call);
        try {
            deed.run();
        } finally {
            gap.done = true;
            caller.join(LONGEST);
            System.err.printf("%s: no answer for %d ms; failed: %s%n", name, gap.longest / 1_000_000, gap.failures);
        }
        if (caller.isAlive()) {
            throw new IllegalStateException("no answer " + LONGEST + " after " + name);
        }
        return Duration.ofNanos(gap.longest);
    }

    /** Until it is done and the last ten invocations were answered. */
    private void call() {
        int answered = 0;
        while (!done || answered < 10) {
            String failure = failure();
            long now = System.nanoTime();
            if (failure.isEmpty()) {
                longest = Math.max(longest, now - lastAnswer);
                lastAnswer = now;
                answered = done ? answered + 1 : 0;
            } else {
                failures.merge(failure, 1, Integer::sum);
            }
            sleep();
        }
    }

    /** Empty: it was answered. */
    private String failure() {
        try {
            Lambda.Answer answer = lambda.invokeLater(function, "{}").get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return answer.isResult() ? "" : answer.status() + " " + answer.body();
        } catch (TimeoutException e) {
            return "no answer within " + PATIENCE;
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
