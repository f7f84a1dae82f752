package dev.hearth.benchmarks.versions;

import dev.hearth.benchmarks.peer.Function;
import dev.hearth.benchmarks.peer.Installation;
import dev.hearth.benchmarks.report.Goal;
import dev.hearth.benchmarks.report.Report;
import dev.hearth.benchmarks.report.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Ten equal callers, each with a function of its own, want more than the account's unreserved pool has. Whoever is throttled
 * asks again 20 to 60 ms later, whoever is answered at once: so whoever has a place is likely to keep it, and the smaller the
 * pool, the longer one minute's luck lasts.
 */
final class Fairness {
    private static final int CALLERS = 10;
    private static final long WARM_UP = Duration.ofSeconds(30).toNanos();
    private static final long MEASURED = Duration.ofSeconds(60).toNanos();

    private final Installation installation;
    private final Path script;
    private final Table table = new Table(
            "Fairness: 10 equal callers on a full pool for 60 s",
            "pool",
            "wanted",
            "answers",
            "429",
            "mean per caller",
            "least, % of mean",
            "most, % of mean");

    Fairness(Installation installation, Path script) {
        this.installation = installation;
        this.script = script;
    }

    void run(Report report) throws Exception {
        measure(10, 3);
        Shares shares = measure(30, 5);
        report.add(table);
        report.goals(
                "Goals of fairness, pool of 30",
                List.of(
                        Goal.atLeast("least, % of mean", 90, shares.least()),
                        Goal.atMost("most, % of mean", 110, shares.most()),
                        Goal.atLeast("429: the pool was full", 1, (double) shares.refused())));
    }

    /** In percent of the mean. */
    private record Shares(double least, double most, long refused) {}

    /** @param inFlight of each caller */
    private Shares measure(int pool, int inFlight) throws Exception {
        AtomicLongArray good = new AtomicLongArray(CALLERS);
        AtomicLongArray refused = new AtomicLongArray(CALLERS);
        try (Project project =
                Project.start(installation, script, Function.SLEEP, "--account-concurrency", Integer.toString(pool))) {
            for (int caller = 0; caller < CALLERS; caller++) {
                project.function("f" + caller, Function.SLEEP);
                project.awaitKnown("f" + caller);
            }
            long begin = System.nanoTime() + WARM_UP;
            Threads.run(CALLERS * inFlight, thread -> call(project, thread, begin, good, refused));
        }
        return row(pool, inFlight, good, refused);
    }

    private static void call(Project project, int thread, long begin, AtomicLongArray good, AtomicLongArray refused)
            throws InterruptedException {
        int caller = thread % CALLERS;
        SplittableRandom random = new SplittableRandom(thread);
        for (long now = System.nanoTime(); now < begin + MEASURED; now = System.nanoTime()) {
            int status = project.invoke("f" + caller, Function.SLEEP.event()).statusCode();
            boolean counts = System.nanoTime() >= begin;
            if (status == 429) {
                refused.addAndGet(caller, counts ? 1 : 0);
                Thread.sleep(20 + random.nextInt(40));
            } else if (status == 200 && counts) {
                good.incrementAndGet(caller);
            }
        }
    }

    private Shares row(int pool, int inFlight, AtomicLongArray good, AtomicLongArray refused) {
        long all = 0;
        long least = Long.MAX_VALUE;
        long most = 0;
        long throttled = 0;
        for (int caller = 0; caller < CALLERS; caller++) {
            all += good.get(caller);
            least = Math.min(least, good.get(caller));
            most = Math.max(most, good.get(caller));
            throttled += refused.get(caller);
        }
        double mean = (double) all / CALLERS;
        Shares shares = new Shares(100 * least / mean, 100 * most / mean, throttled);
        table.row(pool, CALLERS * inFlight, all, throttled, mean, shares.least(), shares.most());
        return shares;
    }
}
