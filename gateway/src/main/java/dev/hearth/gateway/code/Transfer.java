package dev.hearth.gateway.code;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.methods.HttpGet;

/**
 * One file on its way, with all requests that it takes. A watch ends it from outside, whatever it waits for: a head that comes byte
 * by byte keeps every time-out of a socket from expiring.
 */
final class Transfer {
    private final TransferLimits limits;
    private final long maxBytes;
    private final long begun = System.nanoTime();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicReference<Optional<HttpGet>> request = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> ended = new AtomicReference<>(Optional.empty());
    private long bytesBefore;

    Transfer(TransferLimits limits, long maxBytes) {
        this.limits = limits;
        this.maxBytes = maxBytes;
    }

    long maxBytes() {
        return maxBytes;
    }

    /**
     * Notes the request that is made next.
     *
     * @throws IllegalStateException when its time is over
     */
    void begins(HttpGet next) {
        request.set(Optional.of(next));
        ended.get().ifPresent(why -> {
            throw new IllegalStateException(why);
        });
    }

    /** Counts what has come; whether it is not too much. */
    boolean received(int count) {
        return bytes.addAndGet(count) <= maxBytes;
    }

    /** Why the watch ended it. */
    Optional<String> ended() {
        return ended.get();
    }

    /** Called by the watch once in each window, by one thread. */
    void check() {
        long all = bytes.get();
        if (System.nanoTime() - begun > limits.longest().toNanos()) {
            end("it takes longer than " + limits.longest().toSeconds() + " seconds");
        } else if (all - bytesBefore < limits.bytesPerWindow()) {
            end("its server sent " + (all - bytesBefore) + " bytes in "
                    + limits.window().toSeconds() + " seconds, less than " + limits.bytesPerWindow());
        }
        bytesBefore = all;
    }

    private void end(String why) {
        ended.set(Optional.of(why));
        request.get().ifPresent(HttpGet::abort);
    }
}
