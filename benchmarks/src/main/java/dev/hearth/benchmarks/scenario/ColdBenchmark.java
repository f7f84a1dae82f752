package dev.hearth.benchmarks.scenario;

import dev.hearth.benchmarks.load.OneCall;
import dev.hearth.benchmarks.peer.DirectInvoker;
import dev.hearth.benchmarks.peer.Function;
import dev.hearth.benchmarks.peer.Hearth;
import dev.hearth.benchmarks.peer.Peer;
import dev.hearth.benchmarks.report.Goal;
import dev.hearth.benchmarks.report.Quantiles;
import dev.hearth.benchmarks.report.Report;
import dev.hearth.benchmarks.report.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cold starts: a request arrives at Hearth while the function has no environment, until its answer. Between rounds
 * Hearth's own keep-alive of 1 s removes the environment, and the round waits until its processes are gone. Beside it
 * the function invoker, from the start of its process to its first answer.
 */
public final class ColdBenchmark {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);
    private static final Duration GONE_LIMIT = Duration.ofSeconds(60);

    private final Settings settings;
    private final Report report;
    private final Table latencies = new Table(
            "Cold start", "function", "peer", "p50 ms", "p99 ms", "min ms", "first ms", "cold starts", "errors");
    private final Table phases = new Table("Phases of Hearth's cold starts (medians)", "function", "phase", "ms");
    private final List<Goal> goals = new ArrayList<>();

    public ColdBenchmark(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    public void run() {
        measure(Function.HELLO, 150);
        measure(Function.SDK, 350);
        report.add(latencies);
        if (!phases.rows().isEmpty()) {
            report.add(phases);
        }
        report.goals("Goals of cold starts", goals);
    }

    private void measure(Function function, double limitMillis) {
        Optional<Hearth> hearth = Hearths.ownServing(function, Optional.of(KEEP_ALIVE), settings, report);
        try {
            ColdStarts direct = new ColdStarts();
            ColdStarts ours = new ColdStarts();
            for (int round = 0; round <= settings.coldStarts(); round++) {
                direct.add(startInvoker(function));
                hearth.ifPresent(peer -> ours.add(coldCall(peer, function)));
            }
            latencies.row(direct.cells(function, "(a) function invoker, from process start"));
            hearth.ifPresent(peer -> judge(function, peer, ours, limitMillis));
        } finally {
            hearth.ifPresent(Hearth::close);
        }
    }

    private void judge(Function function, Peer peer, ColdStarts starts, double limitMillis) {
        latencies.row(starts.cells(function, peer.name()));
        starts.phaseMedians().forEach((phase, millis) -> phases.row(function.id(), phase, millis));
        goals.add(Goal.atMost(function.id() + ": p50, ms", limitMillis, Quantiles.median(starts.millis())));
    }

    private OneCall startInvoker(Function function) {
        long start = System.nanoTime();
        try (DirectInvoker invoker = DirectInvoker.start(settings.installation(), function)) {
            OneCall call = call(invoker, function);
            return call.lasting(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private static OneCall coldCall(Hearth hearth, Function function) {
        awaitNoEnvironment(hearth);
        return call(hearth, function);
    }

    private static void awaitNoEnvironment(Hearth hearth) {
        long deadline = System.nanoTime() + GONE_LIMIT.toNanos();
        while (!hearth.environmentProcesses().isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("environments are still there after " + GONE_LIMIT.toSeconds()
                        + " s with --keep-alive " + KEEP_ALIVE.toSeconds() + "s: processes "
                        + hearth.environmentProcesses());
            }
            Waiting.shortly();
        }
    }

    private static OneCall call(Peer peer, Function function) {
        try {
            return OneCall.to(peer.target(), function.event());
        } catch (IOException e) {
            throw new UncheckedIOException("cold call of " + peer.name() + " failed", e);
        }
    }
}
