package dev.hearth.benchmarks.scenario;

import dev.hearth.benchmarks.load.Load;
import dev.hearth.benchmarks.load.LoadGenerator;
import dev.hearth.benchmarks.load.Measurement;
import dev.hearth.benchmarks.peer.DirectInvoker;
import dev.hearth.benchmarks.peer.Installation;
import dev.hearth.benchmarks.peer.KnativeQueueProxy;
import dev.hearth.benchmarks.peer.Peer;
import java.nio.file.Path;
import java.time.Duration;

/** A peer that takes turns with others under the same loads. */
sealed interface Contender {
    /** As the tables call it. */
    String name();

    /** Loads the peer in one turn and returns what was seen. */
    Sample turn(Load load);

    /** Makes compilers, pools and environments ready, outside of any measurement. */
    void prepare(Load load);

    /** Stays up between its turns; idle then. */
    record Resident(Peer peer) implements Contender {
        @Override
        public String name() {
            return peer.name();
        }

        @Override
        public Sample turn(Load load) {
            return Sample.of(peer, load);
        }

        @Override
        public void prepare(Load load) {
            Measurement seen = LoadGenerator.run(peer.target(), load);
            if (seen.answered().getTotalCount() == 0) {
                throw new IllegalStateException("no good answer from %s in %d s: %s, %d transport errors"
                        .formatted(name(), load.duration().toSeconds(), seen.otherAnswers(), seen.transportErrors()));
            }
        }
    }

    /**
     * Started for each turn, since its fixed ports let only one run at a time. It is compiled ahead of time, so a second
     * of load is enough to warm its pools.
     */
    record QueueProxyPerTurn(Installation installation, Path binary, DirectInvoker behind, int containerConcurrency)
            implements Contender {
        private static final Duration WARM_UP = Duration.ofSeconds(1);

        @Override
        public String name() {
            return KnativeQueueProxy.name(containerConcurrency);
        }

        @Override
        public Sample turn(Load load) {
            try (KnativeQueueProxy proxy =
                    KnativeQueueProxy.start(installation, binary, behind, containerConcurrency)) {
                LoadGenerator.run(proxy.target(), Load.steady(load.body(), load.callers(), WARM_UP));
                return Sample.of(proxy, load);
            }
        }

        @Override
        public void prepare(Load load) {
            // Nothing outlives a turn.
        }
    }
}
