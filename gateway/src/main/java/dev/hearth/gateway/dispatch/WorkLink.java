package dev.hearth.gateway.dispatch;

/** An environment's work connection, with its {@code next} waiting for an answer. Methods may be called on any thread. */
public interface WorkLink {
    /** Answers with an invocation. */
    void run(Invocation invocation, long remainingMillis);

    /** Answers that there will be none: the environment ends for good. */
    void retire();

    /** Reads on, or stops reading, a result that is being streamed; called under the pool's monitor. */
    void flow(boolean open);

    /** Closes the connection. */
    void close();
}
