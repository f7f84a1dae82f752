package dev.hearth.gateway.fleet;

import dev.hearth.gateway.catalog.Revision;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fleet of child processes on this machine.
 *
 * <p>Starts are slowed down to what the machine's cores can do at once: a crowd of JVMs that start together is later
 * ready than the same crowd one after the other.
 */
public final class ProcessFleet implements Fleet, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessFleet.class);
    private static final int ID_BYTES = 16;
    /** A start that takes longer no longer keeps the others waiting. */
    private static final long START_TURN_SECONDS = 3;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Member> members = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore starts;
    private final CompletableFuture<Home> home = new CompletableFuture<>();
    private volatile boolean closed;

    private record Home(EnvironmentLauncher launcher, FleetListener listener) {}

    private record Member(
            String id, String token, Revision revision, ProcessSlot slot, CountDownLatch attached, boolean counts) {
        Member released() {
            return new Member(id, token, revision, slot, attached, false);
        }
    }

    /** @param startsAtOnce how many environments may be between their start and their attach */
    public ProcessFleet(int startsAtOnce) {
        this.starts = new Semaphore(startsAtOnce);
    }

    /**
     * Starts what is wanted from now on.
     *
     * @param launcher starts one environment's processes
     * @param listener told when an environment is gone
     */
    public void begin(EnvironmentLauncher launcher, FleetListener listener) {
        home.complete(new Home(launcher, listener));
    }

    @Override
    public synchronized void want(Revision revision, int environments) {
        long existing = members.values().stream()
                .filter(member -> member.counts && member.revision.id().equals(revision.id()))
                .count();
        for (long missing = environments - existing; missing > 0 && !closed; missing--) {
            Member member = new Member(secret(), secret(), revision, new ProcessSlot(), new CountDownLatch(1), true);
            members.put(member.id, member);
            threads.execute(() -> live(member));
        }
    }

    /** One environment from its start to its end. */
    private void live(Member member) {
        Home begun = home.join();
        String reason = "could not be started";
        try {
            if (!startInTurn(begun.launcher, member)) {
                reason = "removed before its start";
                return;
            }
            reason = "ended with status " + member.slot.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LaunchException e) {
            LOG.atError()
                    .setMessage("environment not started")
                    .setCause(e)
                    .addKeyValue("function", member.revision.function().name())
                    .log();
        } finally {
            begun.launcher.cleanUp(member.id);
            members.remove(member.id);
            if (member.attached.getCount() == 0) {
                begun.listener.environmentGone(member.revision, member.id, reason);
            } else {
                begun.listener.environmentNotStarted(member.revision, member.id, reason);
            }
        }
    }

    private boolean startInTurn(EnvironmentLauncher launcher, Member member) throws InterruptedException {
        starts.acquire();
        try {
            boolean started = member.slot.start(() -> launcher.launch(member.revision, member.id, member.token));
            if (started && !member.attached.await(START_TURN_SECONDS, TimeUnit.SECONDS)) {
                LOG.atWarn()
                        .setMessage("environment starts slowly")
                        .addKeyValue("function", member.revision.function().name())
                        .log();
            }
            return started;
        } finally {
            starts.release();
        }
    }

    @Override
    public void release(Revision revision, String environmentId) {
        members.computeIfPresent(environmentId, (_, member) -> member.released());
    }

    @Override
    public void remove(Revision revision, String environmentId) {
        release(revision, environmentId);
        Member member = members.get(environmentId);
        if (member != null) {
            member.slot.kill();
        }
    }

    @Override
    public Optional<Revision> identify(String environmentId, String token) {
        return Optional.ofNullable(members.get(environmentId))
                .filter(member -> sameText(member.token, token))
                .map(member -> {
                    member.attached.countDown();
                    return member.revision;
                });
    }

    private static boolean sameText(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private String secret() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Kills what still lives and waits until it is gone. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        members.values().forEach(member -> member.slot.kill());
        threads.close();
    }
}
