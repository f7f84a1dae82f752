package dev.hearth.gateway.dispatch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done once a pool's monitor is released: answer callers, talk to links and the fleet. A step that fails does
 * not keep the others from being done: each may be somebody's answer.
 *
 * <p>The common steps, an answer and an invocation for an environment, have places of their own: a warm invocation makes no
 * list and no lambdas.
 */
final class Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

    private @Nullable Attempt ended;
    private @Nullable Answer answer;
    private @Nullable WorkLink link;
    private @Nullable Attempt given;
    private long remainingMillis;
    private List<Runnable> others = List.of();

    /** Ends an attempt; answers come first. */
    void end(Attempt attempt, Answer with) {
        if (ended == null) {
            ended = attempt;
            answer = with;
        } else {
            add(() -> attempt.end(with));
        }
    }

    /** Gives an attempt to an environment, after everything else. */
    void give(WorkLink to, Attempt attempt, long millis) {
        if (given == null) {
            link = to;
            given = attempt;
            remainingMillis = millis;
        } else {
            add(() -> attempt.give(to, millis));
        }
    }

    void add(Runnable step) {
        if (others.isEmpty()) {
            others = new ArrayList<>(2);
        }
        others.add(step);
    }

    void run() {
        if (ended != null && answer != null) {
            answer(ended, answer);
        }
        for (Runnable step : others) {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }
        if (link != null && given != null) {
            give(link, given);
        }
    }

    private void give(WorkLink to, Attempt attempt) {
        try {
            attempt.give(to, remainingMillis);
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private static void answer(Attempt attempt, Answer with) {
        try {
            attempt.end(with);
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private static void failed(Throwable e) {
        LOG.atError().setMessage("a step of dispatch failed").setCause(e).log();
    }
}
