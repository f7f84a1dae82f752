package dev.hearth.benchmarks.scenario;

import dev.hearth.benchmarks.load.Measurement;
import dev.hearth.benchmarks.peer.KnativeQueueProxy;
import dev.hearth.benchmarks.report.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges Hearth's warm path. Against Knative at 1 in flight with containerConcurrency 1, which promises what Lambda
 * promises; at 32 in flight with 0, since with 1 it refuses most of them.
 */
final class WarmGoals {
    private static final String DIRECT = "(a)";
    private static final String HEARTH = "(c)";
    private static final String BEFORE = "(d)";
    private static final String KNATIVE_ONE = KnativeQueueProxy.name(1);
    private static final String KNATIVE_UNLIMITED = KnativeQueueProxy.name(0);

    private WarmGoals() {}

    /** No goals when Hearth was not measured. */
    static List<Goal> of(WarmResults one, WarmResults many) {
        List<Goal> goals = new ArrayList<>();
        one.named(HEARTH)
                .ifPresent(hearth -> one.named(DIRECT).ifPresent(direct -> {
                    latency(goals, hearth, direct);
                    one.named(KNATIVE_ONE).ifPresent(knative -> latencyAgainst(goals, hearth, knative, direct));
                }));
        before(goals, one, many);
        many.named(HEARTH).flatMap(Samples::answersPerCpuSecond).ifPresent(hearth -> cpu(goals, hearth, many));
        return goals;
    }

    private static void latency(List<Goal> goals, Samples hearth, Samples direct) {
        double added = hearth.medianAbove(direct, Measurement::p50Micros) / 1000;
        goals.add(Goal.atMost("1 in flight: p50 added to (a), ms", 0.08, added));
        goals.add(Goal.atMost("1 in flight: p99 ÷ p99 of (a)", 2, ratio(hearth, direct)));
    }

    private static void before(List<Goal> goals, WarmResults one, WarmResults many) {
        one.named(BEFORE)
                .ifPresent(before -> one.named(HEARTH)
                        .ifPresent(hearth -> goals.add(
                                Goal.atMost("1 in flight: p50 of (c) ÷ p50 of (d)", 1.03, p50Ratio(hearth, before)))));
        many.named(BEFORE)
                .flatMap(Samples::answersPerCpuSecond)
                .ifPresent(before -> many.named(HEARTH)
                        .flatMap(Samples::answersPerCpuSecond)
                        .ifPresent(hearth -> goals.add(Goal.atLeast(
                                "32 in flight: answers per CPU-second, (c) ÷ (d)", 0.97, hearth / before))));
    }

    private static double p50Ratio(Samples above, Samples below) {
        return above.median(Measurement::p50Micros) / below.median(Measurement::p50Micros);
    }

    private static void latencyAgainst(List<Goal> goals, Samples hearth, Samples knative, Samples direct) {
        double times = knative.medianAbove(direct, Measurement::p50Micros)
                / hearth.medianAbove(direct, Measurement::p50Micros);
        goals.add(Goal.atLeast("1 in flight: p50 added by (b) ÷ added by (c)", 2, times));
        goals.add(Goal.atLeast("1 in flight: p99 of (b) ÷ p99 of (c)", 2, ratio(knative, hearth)));
    }

    private static void cpu(List<Goal> goals, double hearth, WarmResults many) {
        goals.add(Goal.atLeast("32 in flight: answers per gateway CPU-second", 25_000, hearth));
        Optional<Double> knative = many.named(KNATIVE_UNLIMITED).flatMap(Samples::answersPerCpuSecond);
        knative.ifPresent(theirs ->
                goals.add(Goal.atLeast("32 in flight: answers per CPU-second, (c) ÷ (b)", 2, hearth / theirs)));
    }

    private static double ratio(Samples above, Samples below) {
        return above.median(Measurement::p99Micros) / below.median(Measurement::p99Micros);
    }
}
