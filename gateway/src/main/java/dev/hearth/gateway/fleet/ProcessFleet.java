package dev.hearth.gateway.fleet;

import dev.hearth.gateway.catalog.Revision;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
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
    private static final Duration START_TURN = Duration.ofSeconds(3);
    /** A process that has not attached after this time never will, and would keep others from being started. */
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Member> members = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore starts;
    private final Duration startLimit;
    private final CompletableFuture<Home> home = new CompletableFuture<>();
    private volatile boolean closed;

    private record Home(EnvironmentLauncher launcher, FleetListener listener) {}

    /** @param startsAtOnce how many environments may be between their start and their attach */
    public ProcessFleet(int startsAtOnce) {
        this(startsAtOnce, START_LIMIT);
    }

    /** @param startLimit how long an environment may take to attach */
    ProcessFleet(int startsAtOnce, Duration startLimit) {
        this.starts = new Semaphore(startsAtOnce);
        this.startLimit = startLimit;
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
                .filter(member -> member.counts(revision))
                .count();
        for (long missing = environments - existing; missing > 0 && !closed; missing--) {
            Member member = new Member(secret(), secret(), revision);
            members.put(member.id, member);
            threads.execute(() -> live(member));
        }
    }

    /** One environment from its start to its end. */
    private void live(Member member) {
        Home begun = home.join();
        String reason = "could not be started";
        try {
            reason = startInTurn(begun.launcher, member)
                    ? "ended with status " + awaitEnd(member)
                    : "removed before its start";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError()
                    .setMessage("environment not started")
                    .setCause(e)
                    .addKeyValue("function", member.revision.function().name())
                    .log();
        } finally {
            begun.launcher.cleanUp(member.id);
            members.remove(member.id);
            tell(begun.listener, member, reason);
        }
    }

    private boolean startInTurn(EnvironmentLauncher launcher, Member member) throws InterruptedException {
        starts.acquire();
        try {
            boolean started = member.start(launcher);
            if (started && !member.awaitStart(START_TURN)) {
                warn(member, "environment starts slowly");
            }
            return started;
        } finally {
            starts.release();
        }
    }

    private int awaitEnd(Member member) throws InterruptedException {
        if (!member.awaitStart(startLimit)) {
            warn(member, "environment does not attach and is ended");
            member.slot.kill();
        }
        return member.slot.awaitEnd();
    }

    private static void warn(Member member, String what) {
        LOG.atWarn()
                .setMessage(what)
                .addKeyValue("function", member.revision.function().name())
                .log();
    }

    private static void tell(FleetListener listener, Member member, String reason) {
        if (member.hasAttached()) {
            listener.environmentGone(member.revision, member.id, reason);
        } else {
            listener.environmentNotStarted(member.revision, member.id, reason);
        }
    }

    @Override
    public void release(Revision revision, String environmentId) {
        Optional.ofNullable(members.get(environmentId)).ifPresent(Member::release);
    }

    @Override
    public void remove(Revision revision, String environmentId) {
        release(revision, environmentId);
        Member member = members.get(environmentId);
        if (member != null && !closed) {
            // looks through the machine's processes: too slow for an event loop
            threads.execute(member.slot::kill);
        }
    }

    @Override
    public CompletionStage<Optional<Revision>> identify(String environmentId, String token) {
        return CompletableFuture.completedStage(proven(environmentId, token));
    }

    @Override
    public Printed printed(String environmentId) {
        return home.isDone() ? home.join().launcher.printed(environmentId) : Printed.NOTHING;
    }

    private Optional<Revision> proven(String environmentId, String token) {
        return Optional.ofNullable(members.get(environmentId))
                .filter(member -> member.proves(token))
                .map(member -> {
                    member.attached();
                    return member.revision;
                });
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
