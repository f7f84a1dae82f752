package dev.hearth.benchmarks.scenario;

import dev.hearth.benchmarks.load.Load;
import dev.hearth.benchmarks.load.LoadGenerator;
import dev.hearth.benchmarks.peer.BareJvms;
import dev.hearth.benchmarks.peer.Function;
import dev.hearth.benchmarks.peer.Hearth;
import dev.hearth.benchmarks.process.ProcessMemory;
import dev.hearth.benchmarks.report.Goal;
import dev.hearth.benchmarks.report.Report;
import dev.hearth.benchmarks.report.Table;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Memory of idle environments that have answered at least once: proportional set size of launcher and JVM together. The
 * handler's own share is what a bare JVM needs more with the handler than without; the rest is the platform's.
 */
public final class MemoryBenchmark {
    private static final int MANY = 8;
    /** An environment gives memory back every 30 s; the bare JVMs have nothing to give. */
    private static final Duration IDLE = Duration.ofSeconds(40);

    private final Settings settings;
    private final Report report;
    private final Table table =
            new Table("Idle memory, hello", "what", "JVMs", "PSS MB each", "beyond the handler's own MB");

    public MemoryBenchmark(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    public void run() {
        double handler = bareRows(1);
        bareRows(MANY);
        Optional<Hearth> hearth = Hearths.ownServing(Function.HELLO, Optional.empty(), settings, report);
        List<Goal> goals;
        try {
            goals = hearth.map(peer -> environments(peer, handler)).orElse(List.of());
        } finally {
            hearth.ifPresent(Hearth::close);
        }
        report.add(table);
        report.goals("Goals of memory", goals);
    }

    /** Measures bare JVMs and returns the handler's own share in MB. */
    private double bareRows(int count) {
        double empty = bare(count, Optional.empty());
        double handler = bare(count, Optional.of(Function.HELLO));
        table.row("bare JVM, nothing in it", count, empty, empty);
        table.row("bare JVM with the handler", count, handler, empty);
        return handler - empty;
    }

    private double bare(int count, Optional<Function> function) {
        try (BareJvms jvms = BareJvms.start(settings.installation(), function, count)) {
            return pss(jvms.pids()) / count;
        }
    }

    private List<Goal> environments(Hearth hearth, double handler) {
        double one = environmentRow(hearth, 1, handler);
        environmentRow(hearth, MANY, handler);
        return List.of(Goal.atMost("one idle environment beyond the handler's own, PSS MB", 45, one));
    }

    private double environmentRow(Hearth hearth, int callers, double handler) {
        Load load = Load.steady(Function.HELLO.event(), callers, Duration.ofSeconds(callers == 1 ? 1 : 5));
        LoadGenerator.run(hearth.target(), load);
        Waiting.wait(IDLE);
        List<Long> processes = hearth.environmentProcesses();
        int environments =
                (int) processes.stream().filter(MemoryBenchmark::isJvm).count();
        double beyond = pss(processes) / environments - handler;
        table.row("Hearth environment (launcher and JVM)", environments, pss(processes) / environments, beyond);
        return beyond;
    }

    private static double pss(List<Long> pids) {
        return pids.stream()
                .mapToDouble(pid -> ProcessMemory.pssMegabytes(pid).orElse(0))
                .sum();
    }

    private static boolean isJvm(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .filter(command -> command.endsWith("/java"))
                .isPresent();
    }
}
