package dev.hearth.gateway.invoke;

import io.netty.channel.Channel;
import java.time.Duration;

/** How long a connection's caller may take for what it is its turn to do. Confined to the connection's loop. */
final class Patience {
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final InvokeSettings settings;
    private final Deadline deadline;
    private final ReaderWatch reader;
    private boolean sawMessage;
    private boolean lateTimerSet;

    /** @param ended what to do when it has ended */
    Patience(InvokeSettings settings, Channel channel, Runnable ended) {
        this.settings = settings;
        this.deadline = new Deadline(channel.eventLoop(), ended);
        this.reader = new ReaderWatch(channel);
    }

    /** The next request may begin. */
    void forNextRequest() {
        lateTimerSet = false;
        deadline.in(settings.idleTimeout());
    }

    void requestBegan() {
        lateTimerSet = false;
    }

    void messageCame() {
        sawMessage = true;
    }

    /** A read is over in the middle of a body: it did not come in one piece, so its clock starts. */
    void forRestOfBody() {
        startLateTimer(settings.bodyTimeout());
    }

    /** A read between requests is over; one that gave no message began the headers of the next. */
    void forRestOfHeaders() {
        if (!sawMessage) {
            startLateTimer(settings.headerTimeout());
        }
    }

    void readIsOver() {
        sawMessage = false;
    }

    private void startLateTimer(Duration time) {
        if (!lateTimerSet) {
            lateTimerSet = true;
            deadline.in(time);
        }
    }

    /** It is not the caller's turn. */
    void withoutEnd() {
        deadline.clear();
    }

    /** The caller must read its answer: some bytes every now and then. */
    void forReader() {
        reader.begin();
        deadline.in(settings.stallTimeout());
    }

    /** Whether the caller has read since {@link #forReader}, and must read more. */
    boolean readerGoesOn() {
        return reader.hasReadSome();
    }

    /** The caller may read the last answer and close. */
    void forFarewell() {
        deadline.in(LINGER);
    }

    void end() {
        deadline.cancel();
    }
}
