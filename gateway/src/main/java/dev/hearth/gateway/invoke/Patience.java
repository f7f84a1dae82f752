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
    private long receivedBefore;

    /** @param ended what to do when it has ended */
    Patience(InvokeSettings settings, Channel channel, Runnable ended) {
        this.settings = settings;
        this.deadline = new Deadline(channel.eventLoop(), ended);
        this.reader = new ReaderWatch(channel);
    }

    /** It has just connected: whoever wants something asks for it soon. */
    void forFirstRequest() {
        deadline.in(settings.firstRequestTimeout());
    }

    /** The next request may begin. */
    void forNextRequest() {
        lateTimerSet = false;
        reader.pause();
        deadline.in(settings.idleTimeout());
    }

    void requestBegan() {
        lateTimerSet = false;
    }

    void messageCame() {
        sawMessage = true;
    }

    /** A read is over in the middle of a body: it did not come in one piece, so its clock starts. */
    void forRestOfBody(long received) {
        if (!lateTimerSet) {
            receivedBefore = received;
        }
        startLateTimer(settings.bodyTimeout());
    }

    /** Whether enough of the body came in the time that has ended; then the next begins. */
    boolean bodyGoesOn(long received) {
        lateTimerSet = false;
        boolean enough = received - receivedBefore >= minimum(settings.bodyTimeout());
        if (enough) {
            forRestOfBody(received);
        }
        return enough;
    }

    private double minimum(Duration window) {
        return settings.minBytesPerSecond() * (window.toMillis() / 1_000.0);
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
        reader.pause();
        deadline.clear();
    }

    /** The caller must read its answer, and not too slowly. */
    void forReader() {
        reader.begin();
        deadline.in(settings.stallTimeout().minusNanos(reader.watchedNanos()));
    }

    /** Something was written for the caller to read. */
    void sent(long bytes) {
        reader.sent(bytes);
    }

    /** Whether the caller has read enough in the time that has ended, and must read more. */
    boolean readerGoesOn() {
        return reader.endWindow() >= minimum(settings.stallTimeout()) && reader.hasUnread();
    }

    /** The caller may read the last answer and close. */
    void forFarewell() {
        deadline.in(LINGER);
    }

    void end() {
        deadline.cancel();
    }
}
