package dev.hearth.gateway.fleet;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What an environment prints past its runtime, where this gateway sees it. No method blocks. */
public interface Printed {
    /** Nothing is seen, as in a cluster. */
    Printed NOTHING = new Printed() {
        @Override
        public void forget() {}

        @Override
        public byte[] soFar() {
            return new byte[0];
        }

        @Override
        public CompletionStage<byte[]> whole() {
            return CompletableFuture.completedStage(new byte[0]);
        }
    };

    /** An invocation begins whose caller wants the log's tail: what was printed before is not of it. */
    void forget();

    /** Last 4 KB that have been read since. */
    byte[] soFar();

    /** Last 4 KB since, once its runtime has said that this is all; completes on any thread. */
    CompletionStage<byte[]> whole();
}
