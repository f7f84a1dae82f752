package dev.hearth.benchmarks.scenario;

import dev.hearth.benchmarks.load.Load;
import dev.hearth.benchmarks.peer.DirectInvoker;
import dev.hearth.benchmarks.peer.Function;
import dev.hearth.benchmarks.peer.Hearth;
import dev.hearth.benchmarks.report.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The warm path: echo at 1 and at 32 in flight. In every round each peer has its turn, so that what disturbs the machine
 * disturbs all of them.
 */
public final class WarmBenchmark {
    private static final int ONE = 1;
    private static final int MANY = 32;
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    /** 32 JVMs share the cores while they start, and the gateway compiles for a minute; the others get as long. */
    private static final Duration WARM_UP_MANY = Duration.ofSeconds(100);

    private final Settings settings;
    private final Report report;

    public WarmBenchmark(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    public void run() {
        try (DirectInvoker direct = DirectInvoker.start(settings.installation(), Function.ECHO)) {
            List<Hearth> hearths = new ArrayList<>();
            try {
                Hearths.serving(Function.ECHO, settings, report).ifPresent(hearths::add);
                settings.before()
                        .map(checkout -> Hearth.before(settings.installation(), checkout, Function.ECHO))
                        .ifPresent(hearths::add);
                measure(contenders(direct, hearths));
            } finally {
                hearths.forEach(Hearth::close);
            }
        }
    }

    private List<Contender> contenders(DirectInvoker direct, List<Hearth> hearths) {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(new Contender.Resident(direct));
        settings.installation().queueProxy().ifPresent(binary -> {
            contenders.add(new Contender.QueueProxyPerTurn(settings.installation(), binary, direct, 1));
            contenders.add(new Contender.QueueProxyPerTurn(settings.installation(), binary, direct, 0));
        });
        hearths.forEach(peer -> contenders.add(new Contender.Resident(peer)));
        return contenders;
    }

    private void measure(List<Contender> contenders) {
        contenders.forEach(contender -> contender.prepare(load(MANY, WARM_UP_MANY)));
        contenders.forEach(contender -> contender.prepare(load(ONE, WARM_UP)));
        WarmResults one = new WarmResults(ONE);
        WarmResults many = new WarmResults(MANY);
        for (int round = 0; round < settings.rounds(); round++) {
            contenders.forEach(contender -> one.add(contender, contender.turn(load(ONE, settings.turn()))));
            contenders.forEach(contender -> many.add(contender, contender.turn(load(MANY, settings.turn()))));
        }
        report.add(one.table());
        report.add(many.table());
        report.goals("Goals of the warm path", WarmGoals.of(one, many));
    }

    private static Load load(int callers, Duration duration) {
        return Load.steady(Function.ECHO.event(), callers, duration);
    }
}
