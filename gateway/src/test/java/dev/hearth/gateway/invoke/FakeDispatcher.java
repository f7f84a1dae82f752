package dev.hearth.gateway.invoke;

import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.ColdStart;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.dispatch.Invocation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Answers as a test has it; without one it echoes the payload. */
final class FakeDispatcher implements Dispatcher {
    final BlockingQueue<Running> running = new LinkedBlockingQueue<>();
    volatile Behaviour behaviour = FakeDispatcher::echo;

    /** What happens with an invocation. */
    interface Behaviour {
        void run(Invocation invocation, Caller caller);
    }

    /** An invocation that was dispatched, and what its caller told since. */
    static final class Running implements InFlight {
        final Invocation invocation;
        final Caller caller;
        final BlockingQueue<String> told = new LinkedBlockingQueue<>();

        Running(Invocation invocation, Caller caller) {
            this.invocation = invocation;
            this.caller = new Ending(caller);
        }

        @Override
        public void abandon() {
            told.add("abandoned");
        }

        @Override
        public void flow(boolean open) {
            told.add(open ? "open" : "shut");
        }
    }

    /** With its answer an invocation has ended too. */
    private record Ending(Caller caller) implements Caller {
        @Override
        public void chunk(byte[] bytes) {
            caller.chunk(bytes);
        }

        @Override
        public void coldStart(ColdStart phases) {
            caller.coldStart(phases);
        }

        @Override
        public void answered(Answer answer) {
            caller.finished();
            caller.answered(answer);
        }
    }

    static void echo(Invocation invocation, Caller caller) {
        caller.answered(new Answer.Success(invocation.payload(), Optional.empty()));
    }

    static Behaviour always(Answer answer) {
        return (invocation, caller) -> caller.answered(answer);
    }

    static Answer success(String payload) {
        return new Answer.Success(payload.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    Running awaitRunning() throws InterruptedException {
        Running next = running.poll(5, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was dispatched within 5 s");
        }
        return next;
    }

    @Override
    public InFlight dispatch(Invocation invocation, Caller caller) {
        Running dispatched = new Running(invocation, caller);
        running.add(dispatched);
        behaviour.run(invocation, dispatched.caller);
        return dispatched;
    }
}
