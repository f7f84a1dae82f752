package dev.hearth.benchmarks.scenario;

import dev.hearth.benchmarks.load.Measurement;
import dev.hearth.benchmarks.report.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The turns of one peer under one load, and their medians. */
final class Samples {
    private final List<Sample> turns = new ArrayList<>();

    void add(Sample sample) {
        turns.add(sample);
    }

    double median(ToDoubleFunction<Measurement> figure) {
        return Quantiles.median(figures(figure));
    }

    /** Smallest and largest of the rounds, as a reader's measure of noise. */
    String spread(ToDoubleFunction<Measurement> figure) {
        List<Double> values = figures(figure).stream().sorted().toList();
        return Math.round(values.getFirst()) + "–" + Math.round(values.getLast());
    }

    /** Median over the rounds of the difference to another peer's figure in the same round. */
    double medianAbove(Samples other, ToDoubleFunction<Measurement> figure) {
        List<Double> mine = figures(figure);
        List<Double> theirs = other.figures(figure);
        List<Double> differences = new ArrayList<>();
        for (int round = 0; round < mine.size(); round++) {
            differences.add(mine.get(round) - theirs.get(round));
        }
        return Quantiles.median(differences);
    }

    Optional<Double> answersPerCpuSecond() {
        List<Double> values = turns.stream()
                .flatMap(turn -> turn.answersPerCpuSecond().stream())
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(Quantiles.median(values));
    }

    /** All answers that were neither good nor refusals, by kind, over all rounds; {@code 0} when there were none. */
    String errors() {
        Map<String, Long> byKind = new TreeMap<>();
        for (Sample turn : turns) {
            Measurement seen = turn.measurement();
            seen.otherAnswers().forEach((status, count) -> byKind.merge(kind(status), count, Long::sum));
            if (seen.transportErrors() > 0) {
                byKind.merge("transport", seen.transportErrors(), Long::sum);
            }
        }
        List<String> parts = byKind.entrySet().stream()
                .map(entry -> entry.getValue() + " × " + entry.getKey())
                .toList();
        return parts.isEmpty() ? "0" : String.join(", ", parts);
    }

    long total(ToLongFunction<Measurement> count) {
        return turns.stream().map(Sample::measurement).mapToLong(count).sum();
    }

    private List<Double> figures(ToDoubleFunction<Measurement> figure) {
        return turns.stream()
                .map(Sample::measurement)
                .map(figure::applyAsDouble)
                .toList();
    }

    private static String kind(int status) {
        return status == Measurement.FUNCTION_ERROR ? "function error" : Integer.toString(status);
    }
}
