package dev.hearth.gateway.queue.log;

import java.util.concurrent.CompletableFuture;

/** A record on its way to the disk. */
record Write(Frame.Kind kind, Entry entry, byte[] content, CompletableFuture<Void> done) {
    private static final byte[] NOTHING = {};
    private static final int NO_EVENT = 0;

    Write(Frame.Kind kind, Entry entry, byte[] content) {
        this(kind, entry, content, new CompletableFuture<>());
    }

    /** No record: nothing more comes. */
    static Write end() {
        return new Write(Frame.Kind.REMOVE, new Entry(NO_EVENT), NOTHING);
    }

    boolean isEnd() {
        return entry.number == NO_EVENT;
    }

    int length() {
        return Frame.length(content);
    }
}
