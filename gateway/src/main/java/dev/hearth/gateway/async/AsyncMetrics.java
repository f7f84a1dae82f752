package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.ColdStart;

/** What is measured of asynchronous invocations; every method may be called on any thread. */
public interface AsyncMetrics {
    /** An event was accepted. */
    void received(FunctionId function);

    /** An attempt begins. */
    void attempted(FunctionId function, long ageNanos);

    /** An attempt had to wait for an init. */
    void coldStart(Revision revision, ColdStart phases);

    /** How an attempt ended, and how long it took. */
    void answered(Revision revision, Answer answer, long nanos);

    /** It is tried again later. */
    void retried(FunctionId function);

    /** It is done with, without success. */
    void dropped(FunctionId function, String reason);

    /** A destination has got what it is to get. */
    void delivered(FunctionId function, Debt.Kind what);

    /** A destination has not taken it, for now or for good. */
    void undelivered(FunctionId function, Debt.Kind what);

    /** What nobody has got is kept no longer. */
    void discarded(FunctionId function, String reason);
}
