package dev.hearth.gateway.dispatch;

import java.util.ArrayList;
import java.util.List;

/** What is to be done once a pool's monitor is released: talk to links, callers and the fleet. */
final class Steps {
    private List<Runnable> steps = List.of();

    void add(Runnable step) {
        if (steps.isEmpty()) {
            steps = new ArrayList<>(2);
        }
        steps.add(step);
    }

    void run() {
        for (Runnable step : steps) {
            step.run();
        }
    }
}
