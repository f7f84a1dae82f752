package dev.hearth.gateway.invoke;

import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.ColdStart;

/** Port: counts what became of invocations. */
public interface InvokeMetrics {
    /** The counters of a function and qualifier; asked once per invocation, so it must be a look-up. */
    ForFunction of(FunctionId function, String qualifier);

    /** Counters of one function; thread-safe. */
    interface ForFunction {
        /**
         * An invocation ended.
         *
         * @param nanos from the whole request's arrival to the answer, waiting for an environment included
         */
        void answered(Answer answer, long nanos);

        /** An invocation had to wait for an init. */
        void coldStart(ColdStart phases);
    }
}
