package dev.hearth.gateway.dispatch;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Runs invocations, each at most once. Thread-safe; no method blocks. */
public interface Dispatcher {
    /**
     * Runs one invocation. Exactly one {@link Caller#answered} follows, on any thread, perhaps before this returns.
     *
     * @return a handle to say that the caller has gone away
     */
    InFlight dispatch(Invocation invocation, Caller caller);

    /** Who waits for an invocation. */
    interface Caller {
        /**
         * It is about to be given to an environment: from here on its handler may run.
         *
         * @return what is to be waited for first, while its time-out does not run; if that fails, nothing runs and it is answered
         *     {@link Answer.Cause#NOT_KEPT}; empty: nothing
         */
        default Optional<CompletionStage<Void>> begins() {
            return Optional.empty();
        }

        /** A piece of a streamed result; only for streaming invocations, before {@link #answered}. */
        void chunk(byte[] bytes);

        /** The invocation had to wait for an init; told before {@link #answered}. */
        default void coldStart(ColdStart phases) {}

        /** The end, once. */
        void answered(Answer answer);

        /**
         * It runs no more and its payload is needed no more: told once, also after {@link InFlight#abandon}; before {@link
         * #answered}, unless that came while it may still have run.
         */
        default void finished() {}
    }

    /** An invocation that was dispatched or waits. */
    interface InFlight {
        /** Nobody waits any more: a waiting invocation is dropped; a running one runs on and its answer is thrown away. */
        void abandon();

        /** Stops reading a streamed result while its caller is slow, or goes on. */
        void flow(boolean open);
    }
}
