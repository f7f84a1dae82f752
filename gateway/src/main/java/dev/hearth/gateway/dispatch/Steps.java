package dev.hearth.gateway.dispatch;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done once a pool's monitor is released: talk to links, callers and the fleet. A step that fails does not
 * keep the others from being done: each may be somebody's answer.
 */
final class Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

    private List<Runnable> steps = List.of();

    void add(Runnable step) {
        if (steps.isEmpty()) {
            steps = new ArrayList<>(2);
        }
        steps.add(step);
    }

    void run() {
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException e) {
                LOG.atError()
                        .setMessage("a step of dispatch failed")
                        .setCause(e)
                        .log();
            }
        }
    }
}
