package dev.hearth.benchmarks.scenario;

import dev.hearth.benchmarks.load.Measurement;
import dev.hearth.benchmarks.report.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What all peers did at one number of requests in flight. */
final class WarmResults {
    private static final String NONE = "–";

    private final int inFlight;
    private final Map<String, Samples> byName = new LinkedHashMap<>();

    WarmResults(int inFlight) {
        this.inFlight = inFlight;
    }

    void add(Contender contender, Sample sample) {
        byName.computeIfAbsent(contender.name(), name -> new Samples()).add(sample);
    }

    /** The peer whose name starts so, e.g. {@code (a)}. */
    Optional<Samples> named(String start) {
        return byName.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(start))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    Table table() {
        Table table = new Table(
                "Warm, " + inFlight + " in flight",
                "peer",
                "p50 µs",
                "p50 of rounds",
                "p99 µs",
                "good answers/s",
                "p50 added to (a) µs",
                "p99 ÷ (a)",
                "proxy CPU µs/answer",
                "answers per proxy CPU-s",
                "errors",
                "answers");
        Optional<Samples> direct = named("(a)");
        byName.forEach((name, samples) -> direct.ifPresent(base -> table.row(cells(name, samples, base))));
        return table;
    }

    private static Object[] cells(String name, Samples samples, Samples base) {
        Optional<Double> perCpuSecond = samples.answersPerCpuSecond();
        return new Object[] {
            name,
            samples.median(Measurement::p50Micros),
            samples.spread(Measurement::p50Micros),
            samples.median(Measurement::p99Micros),
            samples.median(Measurement::rate),
            samples == base ? NONE : (Object) samples.medianAbove(base, Measurement::p50Micros),
            samples.median(Measurement::p99Micros) / base.median(Measurement::p99Micros),
            perCpuSecond.<Object>map(rate -> 1e6 / rate).orElse(NONE),
            perCpuSecond.<Object>map(rate -> rate).orElse(NONE),
            samples.errors(),
            samples.total(Measurement::answers)
        };
    }
}
