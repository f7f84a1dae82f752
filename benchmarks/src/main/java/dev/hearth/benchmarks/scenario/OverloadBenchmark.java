package dev.hearth.benchmarks.scenario;

import dev.hearth.benchmarks.load.Load;
import dev.hearth.benchmarks.load.Measurement;
import dev.hearth.benchmarks.peer.DirectInvoker;
import dev.hearth.benchmarks.peer.Function;
import dev.hearth.benchmarks.peer.Hearth;
import dev.hearth.benchmarks.report.Goal;
import dev.hearth.benchmarks.report.Report;
import dev.hearth.benchmarks.report.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A function of 50 ms, so that 100 of them leave two cores time to refuse others, capped at 100 in flight and called by 100
 * and by 500. Refused callers wait 50 to 150 ms before they ask
 * again, a tenth of what AWS's SDKs wait at first: without any pause the refusals would saturate a small machine with
 * nothing but themselves. Callers come one by one: the last of hundreds that come in the same instant would measure how
 * long the others take, not how long a refusal takes.
 */
public final class OverloadBenchmark {
    private static final int CAP = 100;
    private static final int CALLERS = 500;
    private static final Duration REFUSAL_PAUSE = Duration.ofMillis(100);
    private static final Duration ARRIVALS = Duration.ofMillis(1);
    /** Long enough to start 100 environments on two cores. */
    private static final Duration WARM_UP = Duration.ofSeconds(45);

    /** Refusing is code that no answer has warmed. */
    private static final Duration WARM_UP_REFUSALS = Duration.ofSeconds(15);

    private final Settings settings;
    private final Report report;
    private final Map<String, Samples> uncontended = new LinkedHashMap<>();
    private final Map<String, Samples> overloaded = new LinkedHashMap<>();

    public OverloadBenchmark(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    public void run() {
        try (DirectInvoker direct = DirectInvoker.start(settings.installation(), Function.SLEEP)) {
            Optional<Hearth> hearth = Hearths.serving(Function.SLEEP, settings, report);
            try {
                measure(contenders(direct, hearth));
            } finally {
                hearth.ifPresent(Hearth::close);
            }
        }
        report.add(table());
        report.goals("Goals under overload", goals());
    }

    private List<Contender> contenders(DirectInvoker direct, Optional<Hearth> hearth) {
        new Contender.Resident(direct).prepare(load(CAP, Duration.ofSeconds(5)));
        List<Contender> contenders = new ArrayList<>();
        settings.installation()
                .queueProxy()
                .ifPresent(binary ->
                        contenders.add(new Contender.QueueProxyPerTurn(settings.installation(), binary, direct, CAP)));
        hearth.ifPresent(peer -> contenders.add(new Contender.Resident(peer)));
        return contenders;
    }

    private void measure(List<Contender> contenders) {
        contenders.forEach(contender -> contender.prepare(load(CAP, WARM_UP)));
        contenders.forEach(contender -> contender.prepare(load(CALLERS, WARM_UP_REFUSALS)));
        for (int round = 0; round < settings.rounds(); round++) {
            for (Contender contender : contenders) {
                add(uncontended, contender, contender.turn(load(CAP, settings.turn())));
                add(overloaded, contender, contender.turn(load(CALLERS, settings.turn())));
            }
        }
    }

    private static void add(Map<String, Samples> samples, Contender contender, Sample sample) {
        samples.computeIfAbsent(contender.name(), name -> new Samples()).add(sample);
    }

    private static Load load(int callers, Duration duration) {
        return new Load(Function.SLEEP.event(), callers, duration, REFUSAL_PAUSE, ARRIVALS);
    }

    private Table table() {
        Table table = new Table(
                "Overload: 500 callers on a function capped at 100",
                "peer",
                "100 callers: good/s",
                "500 callers: good/s",
                "goodput kept",
                "p50 µs",
                "p99 µs",
                "429",
                "429 p99 ms",
                "errors at 100",
                "errors at 500");
        overloaded.forEach((name, samples) -> table.row(
                name,
                before(name).median(Measurement::rate),
                samples.median(Measurement::rate),
                kept(name),
                samples.median(Measurement::p50Micros),
                samples.median(Measurement::p99Micros),
                samples.total(seen -> seen.refused().getTotalCount()),
                samples.median(Measurement::refusedP99Millis),
                before(name).errors(),
                samples.errors()));
        return table;
    }

    private List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        overloaded.forEach((name, samples) -> {
            if (name.startsWith("(c)")) {
                goals.add(Goal.atLeast("goodput at 500 callers ÷ at 100 callers", 0.95, kept(name)));
                long transport = samples.total(Measurement::transportErrors);
                long others = samples.total(Measurement::errors) - transport;
                goals.add(Goal.atMost("transport errors", 0, (double) transport));
                goals.add(Goal.atMost("answers other than 200 and 429", 0, (double) others));
                goals.add(Goal.atMost("p99 of 429, ms", 5, samples.median(Measurement::refusedP99Millis)));
            }
        });
        return goals;
    }

    private double kept(String name) {
        Samples after = overloaded.getOrDefault(name, new Samples());
        return after.median(Measurement::rate) / before(name).median(Measurement::rate);
    }

    private Samples before(String name) {
        return uncontended.getOrDefault(name, new Samples());
    }
}
