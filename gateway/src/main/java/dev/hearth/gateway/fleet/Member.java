package dev.hearth.gateway.fleet;

import dev.hearth.gateway.catalog.Revision;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One environment of a {@link ProcessFleet}, from the moment it is wanted until its launcher has ended. */
final class Member {
    final String id;
    final Revision revision;
    final ProcessSlot slot = new ProcessSlot();
    private final byte[] token;
    /** It has attached, or has ended before it could. */
    private final CountDownLatch startOver = new CountDownLatch(1);

    private volatile boolean attached;
    private volatile boolean released;

    Member(String id, String token, Revision revision) {
        this.id = id;
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.revision = revision;
    }

    /** Starts its process unless it was killed before; whether it did. */
    boolean start(EnvironmentLauncher launcher) {
        String secret = new String(token, StandardCharsets.UTF_8);
        boolean started = slot.start(() -> launcher.launch(revision, id, secret));
        if (started) {
            slot.whenEnded(startOver::countDown);
        }
        return started;
    }

    /** Waits until it has attached or ended; false: neither in this time. */
    boolean awaitStart(Duration time) throws InterruptedException {
        return startOver.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean proves(String given) {
        return MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
    }

    void attached() {
        attached = true;
        startOver.countDown();
    }

    boolean hasAttached() {
        return attached;
    }

    /** It was told to end: it counts no more. */
    void release() {
        released = true;
    }

    boolean counts(Revision wanted) {
        return !released && revision.id().equals(wanted.id());
    }
}
