package dev.hearth.benchmarks.versions;

import dev.hearth.benchmarks.load.KeptConnection;
import dev.hearth.benchmarks.load.SteadyCalls;
import dev.hearth.benchmarks.load.SteadyCalls.Answer;
import dev.hearth.benchmarks.report.Goal;
import dev.hearth.benchmarks.report.Quantiles;
import dev.hearth.benchmarks.report.Report;
import dev.hearth.benchmarks.report.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * How long after an alias was moved from one version to the other the last request is sent that the version before still
 * answers, at a steady 1,000 requests per second, which everything has been warmed up for; and how many requests fail.
 */
public final class Repointing {
    private static final int PER_SECOND = 1_000;
    private static final int THREADS = 24;
    private static final int MOVES = 60;
    private static final long APART_MILLIS = 1_000;
    private static final Duration ON_TIME = Duration.ofMillis(20);
    private static final int SECONDS_ON_TIME = 10;
    private static final int MOST_SECONDS_OF_WARM_UP = 180;

    private final String home;
    private final Supplier<KeptConnection> connection;
    private final Repoint repoint;

    /** Moves the alias. */
    public interface Repoint {
        /** Returns when it is written. */
        void to(String version);
    }

    /**
     * An alias was moved.
     *
     * @param begunNanos from here on it may be known
     * @param nanos when it was written
     */
    private record Move(long begunNanos, long nanos, String version) {}

    /**
     * @param home where this Hearth runs, for the tables
     * @param connection a new one, for requests that invoke the alias
     */
    public Repointing(String home, Supplier<KeptConnection> connection, Repoint repoint) {
        this.home = home;
        this.connection = connection;
        this.repoint = repoint;
    }

    public void run(Report report) throws InterruptedException {
        List<Move> moves = new ArrayList<>();
        SteadyCalls calls = SteadyCalls.start(PER_SECOND, THREADS, connection);
        warmUp(calls);
        long begun = System.nanoTime();
        for (int move = 0; move < MOVES; move++) {
            String version = move % 2 == 0 ? "2" : "1";
            long begins = System.nanoTime();
            repoint.to(version);
            moves.add(new Move(begins, System.nanoTime(), version));
            Thread.sleep(APART_MILLIS);
        }
        List<Answer> answers = calls.end().stream()
                .filter(answer -> answer.sentNanos() >= begun)
                .toList();
        report(report, moves, answers);
    }

    /** Until the rate is kept: what was late at first has been caught up by then. */
    private static void warmUp(SteadyCalls calls) throws InterruptedException {
        int onTime = 0;
        for (int second = 0; second < MOST_SECONDS_OF_WARM_UP && onTime < SECONDS_ON_TIME; second++) {
            Thread.sleep(1_000);
            onTime = calls.behind().compareTo(ON_TIME) < 0 ? onTime + 1 : 0;
        }
    }

    private void report(Report report, List<Move> moves, List<Answer> answers) {
        List<Double> lags = new ArrayList<>();
        for (int move = 0; move < moves.size(); move++) {
            long until = move + 1 < moves.size() ? moves.get(move + 1).begunNanos() : Long.MAX_VALUE;
            lags.add(lag(moves.get(move), until, answers));
        }
        double failed =
                answers.stream().filter(answer -> answer.status() != 200).count();
        long first = answers.stream().mapToLong(Answer::sentNanos).min().orElse(0);
        long last = answers.stream().mapToLong(Answer::sentNanos).max().orElse(0);
        double rate = answers.size() * 1e9 / Math.max(1, last - first);
        Table table = new Table(
                "An alias moves, " + home + ": ms until the last request to the version before",
                "moves",
                "requests/s",
                "p50",
                "p99",
                "failed of",
                "failed");
        table.row(moves.size(), rate, Quantiles.median(lags), Quantiles.p99(lags), answers.size(), failed);
        report.add(table);
        report.goals(
                "Goals of moving an alias, " + home,
                List.of(
                        Goal.atMost("p99, ms", 250, Quantiles.p99(lags)),
                        Goal.atLeast("requests per second", PER_SECOND * 0.98, rate),
                        Goal.atMost("failed requests", 0, failed)));
    }

    private static double lag(Move move, long until, List<Answer> answers) {
        return answers.stream()
                .filter(answer -> answer.sentNanos() >= move.nanos() && answer.sentNanos() < until)
                .filter(answer -> !answer.version().equals(move.version()))
                .mapToDouble(answer -> (answer.sentNanos() - move.nanos()) / 1e6)
                .max()
                .orElse(0);
    }
}
