package dev.hearth.benchmarks.scenario;

import dev.hearth.benchmarks.peer.Function;
import dev.hearth.benchmarks.peer.Hearth;
import dev.hearth.benchmarks.report.Report;
import java.time.Duration;
import java.util.Optional;

/** Starts the Hearth of a benchmark, or says in the report why there is none. */
final class Hearths {
    private Hearths() {}

    static Optional<Hearth> serving(Function function, Settings settings, Report report) {
        if (settings.hearthUrl().isPresent()) {
            return settings.hearthUrl().map(url -> Hearth.at(url, function));
        }
        return started(function, Optional.empty(), settings, report);
    }

    /** One that belongs to the benchmark alone, whose idle environments end after {@code keepAlive}. */
    static Optional<Hearth> ownServing(
            Function function, Optional<Duration> keepAlive, Settings settings, Report report) {
        if (settings.hearthUrl().isPresent()) {
            report.note("(c) Hearth not measured here: this benchmark must start its own; leave out --hearth-url.");
            return Optional.empty();
        }
        return started(function, keepAlive, settings, report);
    }

    private static Optional<Hearth> started(
            Function function, Optional<Duration> keepAlive, Settings settings, Report report) {
        Optional<Hearth> hearth = settings.installation()
                .hearth()
                .map(script -> Hearth.start(settings.installation(), script, function, keepAlive));
        if (hearth.isEmpty()) {
            report.note("(c) Hearth not measured: --peers-only.");
        }
        return hearth;
    }
}
