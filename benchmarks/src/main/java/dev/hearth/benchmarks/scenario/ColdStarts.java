package dev.hearth.benchmarks.scenario;

import dev.hearth.benchmarks.load.OneCall;
import dev.hearth.benchmarks.peer.Function;
import dev.hearth.benchmarks.report.Quantiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cold starts of one function on one peer. The first one warms files and compilers and is shown apart. */
final class ColdStarts {
    private final List<OneCall> calls = new ArrayList<>();

    void add(OneCall call) {
        calls.add(call);
    }

    List<Double> millis() {
        return good().stream().map(OneCall::millis).toList();
    }

    Object[] cells(Function function, String peer) {
        List<Double> millis = millis();
        return new Object[] {
            function.id(),
            peer,
            Quantiles.median(millis),
            Quantiles.p99(millis),
            millis.isEmpty() ? Double.NaN : Collections.min(millis),
            calls.getFirst().millis(),
            millis.size(),
            calls.stream().filter(call -> call.status() != 200).count()
        };
    }

    /** Median milliseconds of each phase that the header {@code Hearth-Cold-Start} names, in its order. */
    Map<String, Double> phaseMedians() {
        Map<String, List<Double>> byPhase = new LinkedHashMap<>();
        good().forEach(call -> call.coldStart().ifPresent(header -> collect(header, byPhase)));
        Map<String, Double> medians = new LinkedHashMap<>();
        byPhase.forEach((phase, millis) -> medians.put(phase, Quantiles.median(millis)));
        return medians;
    }

    /** Reads {@code launch=12.3;jvm=80.1}. */
    private static void collect(String header, Map<String, List<Double>> byPhase) {
        for (String part : header.split(";")) {
            String[] phase = part.strip().split("=", 2);
            if (phase.length == 2) {
                byPhase.computeIfAbsent(phase[0], name -> new ArrayList<>()).add(Double.parseDouble(phase[1]));
            }
        }
    }

    private List<OneCall> good() {
        return calls.stream().skip(1).filter(call -> call.status() == 200).toList();
    }
}
