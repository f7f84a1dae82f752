package dev.hearth.gateway.environment;

import dev.hearth.fuzz.Finding;
import dev.hearth.gateway.catalog.OneFunction;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.concurrency.InstallationConcurrency;
import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.DispatchSettings;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.dispatch.Environment;
import dev.hearth.gateway.dispatch.FunctionDispatcher;
import dev.hearth.gateway.dispatch.Invocation;
import dev.hearth.gateway.fleet.Fleet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A dispatcher with one function and one environment, whose clock stands still. */
final class Gateway {
    private static final Revision REVISION = OneFunction.REVISION;

    private final FunctionDispatcher dispatcher = new FunctionDispatcher(
            new OneFunction(),
            new OneEnvironment(),
            InstallationConcurrency.ofOneAccount(10),
            DispatchSettings.defaults(Duration.ofMinutes(1)),
            () -> 1);
    private final List<Wait> waits = new ArrayList<>();

    Environment environment() {
        return dispatcher.identify("e1", "").toCompletableFuture().join().orElseThrow();
    }

    void invoke(String requestId, boolean streaming) {
        Wait wait = new Wait();
        waits.add(wait);
        dispatcher.dispatch(
                new Invocation(
                        requestId,
                        REVISION,
                        REVISION.function().arn(),
                        new byte[] {'1'},
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        streaming),
                wait);
    }

    void end() {
        dispatcher.environmentGone(REVISION, "e1", "the input has ended");
        dispatcher.stop();
    }

    int inFlight() {
        return dispatcher.inFlight();
    }

    List<Wait> waits() {
        return waits;
    }

    /** A caller that counts. */
    static final class Wait implements Dispatcher.Caller {
        private int answers;

        @Override
        public void chunk(byte[] bytes) {
            Finding.unless(answers == 0, "a piece after the answer");
        }

        @Override
        public void answered(Answer answer) {
            answers++;
        }

        int answers() {
            return answers;
        }
    }

    private static final class OneEnvironment implements Fleet {
        @Override
        public void want(Revision revision, int environments) {}

        @Override
        public void release(Revision revision, String environmentId) {}

        @Override
        public void remove(Revision revision, String environmentId) {}

        @Override
        public CompletionStage<Optional<Revision>> identify(String environmentId, String token) {
            return CompletableFuture.completedStage(Optional.of(REVISION));
        }
    }
}
