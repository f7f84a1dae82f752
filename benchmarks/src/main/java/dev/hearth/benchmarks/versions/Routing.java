package dev.hearth.benchmarks.versions;

import dev.hearth.benchmarks.report.Goal;
import dev.hearth.benchmarks.report.Quantiles;
import dev.hearth.benchmarks.report.Report;
import dev.hearth.benchmarks.report.Table;
import dev.hearth.gateway.invoke.RoutingCost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** What a qualifier and a weight cost on the warm path: the look-up with them beside the look-up of a bare name, in turns. */
final class Routing {
    private static final int ROUNDS = 20;
    private static final int BATCHES = 100;
    private static final double NANOS_PER_MICRO = 1_000;

    private Routing() {}

    static void measure(Report report) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("hello", "bare name");
        names.put("hello:1", "version");
        names.put("hello:live", "alias");
        names.put("hello:shared", "alias with weights");
        RoutingCost cost = new RoutingCost();
        Map<String, List<Double>> micros = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (String name : names.keySet()) {
                double[] nanos = cost.measure(name, BATCHES);
                if (round > 0) { // the first warms up
                    DoubleStream.of(nanos)
                            .forEach(each -> micros.computeIfAbsent(name, _ -> new ArrayList<>())
                                    .add(each / NANOS_PER_MICRO));
                }
            }
        }
        report(report, names, micros);
    }

    private static void report(Report report, Map<String, String> names, Map<String, List<Double>> micros) {
        double bare = Quantiles.median(micros.getOrDefault("hello", List.of()));
        Table table = new Table("Finding what a name means, µs", "qualifier", "p50", "p99", "added, p50");
        List<Goal> goals = new ArrayList<>();
        micros.forEach((name, values) -> {
            double added = Quantiles.median(values) - bare;
            table.row(names.getOrDefault(name, name), Quantiles.median(values), Quantiles.p99(values), added);
            goals.add(Goal.atMost(names.get(name) + ": added, p50, µs", 2, added));
        });
        report.add(table);
        report.goals("Goals of routing", goals.subList(1, goals.size()));
    }
}
