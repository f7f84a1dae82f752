package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.protocol.Assignment;
import dev.hearth.protocol.Command;
import dev.hearth.protocol.EnvironmentState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;

/**
 * A launcher and its processes, one after the other. Speaks the protocol as a real environment does and fails in every way
 * that one can; an answer of the gateway that no request waits for is an error. Confined to its lock; what the gateway
 * says goes to an inbox first, as over a socket.
 */
final class SimulatedEnvironment {
    enum State {
        NO_PROCESS,
        ATTACHING,
        INIT,
        IDLE,
        RUNNING,
        TOLD_TO_END,
        RETIRED,
        /** Stopped, as by SIGSTOP: its sockets stay open. */
        SILENT
    }

    final String id;
    final Revision revision;
    private final SimulatedFleet fleet;
    private final Deque<Runnable> lateNews = new ArrayDeque<>();
    private volatile boolean released;
    private volatile boolean killed;
    private boolean ended;

    private State state = State.NO_PROCESS;
    private boolean everAttached;
    private OptionalInt exitStatus = OptionalInt.empty();
    private Socket socket = new Socket();
    private Environment environment;
    private long slowUntil;

    private boolean owesBeat;
    private boolean workAsked;
    private String running = "";

    SimulatedEnvironment(SimulatedFleet fleet, String id, Revision revision) {
        this.fleet = fleet;
        this.id = id;
        this.revision = revision;
        this.slowUntil = fleet.now();
    }

    boolean counts() {
        return !released && !killed;
    }

    void release() {
        released = true;
    }

    void kill() {
        killed = true;
    }

    /** One step of its life. {@code trouble}: how often of 100 times it does something bad. */
    synchronized void act(RandomGenerator random, int trouble) {
        if (ended) {
            return;
        }
        while (!lateNews.isEmpty() && random.nextInt(3) == 0) {
            lateNews.poll().run();
        }
        read(random);
        if (killed) {
            exit(137, random, 0);
            end();
        } else if (state != State.SILENT && state != State.NO_PROCESS && happens(random, trouble)) {
            fail(random, trouble);
        } else {
            live(random, trouble);
        }
    }

    private static boolean happens(RandomGenerator random, int percent) {
        return random.nextInt(100) < percent;
    }

    private void fail(RandomGenerator random, int trouble) {
        switch (random.nextInt(6)) {
            case 0 -> state = State.SILENT;
            case 1, 2 -> slowUntil = fleet.slowUntil(state == State.INIT, random);
            case 3 -> beat(EnvironmentState.STOPPING, Optional.empty());
            default -> exit(random.nextInt(3), random, trouble);
        }
    }

    private void live(RandomGenerator random, int trouble) {
        if (owesBeat && state != State.TOLD_TO_END && state != State.SILENT) {
            beat(EnvironmentState.READY, Optional.empty());
        }
        if (isSlow() && (state == State.INIT || state == State.RUNNING)) {
            return;
        }
        switch (state) {
            case NO_PROCESS -> startOrEnd(random, trouble);
            case INIT -> initialise(random, trouble);
            case RUNNING -> run(random, trouble);
            case TOLD_TO_END -> endAsTold(random, trouble);
            case RETIRED -> {
                exit(0, random, trouble);
                end();
            }
            case ATTACHING, IDLE, SILENT -> {}
        }
    }

    private boolean isSlow() {
        return fleet.now() - slowUntil < 0;
    }

    private void startOrEnd(RandomGenerator random, int trouble) {
        if (happens(random, trouble)) {
            end();
            return;
        }
        Optional<Environment> known =
                fleet.dispatcher().identify(id, "").toCompletableFuture().join();
        if (known.isEmpty()) {
            end();
            return;
        }
        environment = known.get();
        socket = new Socket();
        everAttached = true;
        state = State.ATTACHING;
        environment.attached(socket.control, new Ended(exitStatus, Optional.empty()), 1);
    }

    private void initialise(RandomGenerator random, int trouble) {
        if (happens(random, trouble)) {
            slowUntil = fleet.slowUntil(true, random);
        } else if (happens(random, trouble)) {
            environment.initFailed(new InitError.Reported(new Answer.FunctionError(
                    "Runtime.BadFunctionCode", "{}".getBytes(StandardCharsets.UTF_8), Optional.empty())));
            exit(1, random, trouble);
        } else if (random.nextInt(3) == 0) {
            state = State.IDLE;
            workAsked = true;
            environment.ready(socket.work);
        }
    }

    private void run(RandomGenerator random, int trouble) {
        if (!socket.open) {
            return;
        }
        if (random.nextInt(4) == 0) {
            environment.chunk(running, "piece".getBytes(StandardCharsets.UTF_8));
        }
        if (random.nextInt(2) == 0) {
            String done = running;
            boolean ends = happens(random, trouble);
            running = "";
            state = State.IDLE;
            workAsked = true;
            Result result = new Result(
                    done,
                    happens(random, trouble) ? Optional.of("E") : Optional.empty(),
                    new byte[2],
                    Optional.empty(),
                    ends);
            if (ends && random.nextBoolean()) {
                Environment told = environment;
                lateNews.add(() -> told.result(result));
            } else {
                environment.result(result);
            }
            if (ends) {
                exit(1, random, trouble);
            }
        }
    }

    private void endAsTold(RandomGenerator random, int trouble) {
        if (owesBeat && random.nextBoolean()) {
            beat(EnvironmentState.BUSY, Optional.of("dGFpbA=="));
        }
        exit(143, random, trouble);
    }

    private void beat(EnvironmentState said, Optional<String> tail) {
        if (owesBeat) {
            owesBeat = false;
            environment.heartbeat(new Beat(said, Optional.empty(), tail, OptionalInt.empty()));
        }
    }

    /** The process ends; that its sockets are closed may be noticed late and in any order. */
    private void exit(int status, RandomGenerator random, int trouble) {
        if (state == State.NO_PROCESS) {
            return;
        }
        Environment told = environment;
        Socket closed = socket;
        Runnable control = () -> told.disconnected(closed.control);
        Runnable work = () -> told.disconnected(closed.work);
        boolean inOrder = random.nextBoolean();
        lateNews.add(inOrder ? control : work);
        lateNews.add(inOrder ? work : control);
        if (!happens(random, 10 * trouble)) {
            lateNews.forEach(Runnable::run);
            lateNews.clear();
        }
        state = State.NO_PROCESS;
        exitStatus = OptionalInt.of(status);
        owesBeat = false;
        workAsked = false;
        running = "";
        slowUntil = fleet.now();
    }

    private void end() {
        lateNews.forEach(Runnable::run);
        lateNews.clear();
        if (state != State.NO_PROCESS) {
            throw new AssertionError(id + " ends with a process");
        }
        ended = true;
        fleet.ended(this, everAttached);
    }

    /** Takes what the gateway has sent to the process that lives. */
    private void read(RandomGenerator random) {
        boolean stillOnItsWay = random.nextInt(4) == 0;
        if (stillOnItsWay || state == State.SILENT || state == State.NO_PROCESS) {
            return;
        }
        while (!socket.inbox.isEmpty() && (isSlow() ? random.nextInt(20) == 0 : random.nextInt(3) > 0)) {
            socket.inbox.remove().run();
        }
        if (socket.closed && socket.inbox.isEmpty()) {
            state = State.TOLD_TO_END;
        }
    }

    private void check(boolean legal, String what) {
        if (!legal) {
            throw new AssertionError(id + " in state " + state + " was sent " + what + " without having asked");
        }
    }

    /** Whether its process has an invocation, wherever the gateway thinks it is. */
    synchronized boolean runsAHandler() {
        return !running.isEmpty();
    }

    State state() {
        return state;
    }

    /** Both connections of one process. */
    private final class Socket {
        final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
        final Control control = new Control(this);
        final Work work = new Work(this);
        volatile boolean closed;
        volatile boolean open = true;
    }

    private final class Control implements ControlLink {
        private final Socket socket;

        Control(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void assign(Assignment assignment) {
            socket.inbox.add(() -> {
                check(state == State.ATTACHING, "an assignment");
                state = State.INIT;
                owesBeat = true;
            });
        }

        @Override
        public void command(Command command) {
            socket.inbox.add(() -> {
                check(state != State.ATTACHING && !owesBeat, command.name());
                owesBeat = true;
                state = command == Command.RESET ? State.TOLD_TO_END : state;
            });
        }

        @Override
        public void close() {
            socket.closed = true;
        }
    }

    private final class Work implements WorkLink {
        private final Socket socket;

        Work(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void run(Invocation invocation, long remainingMillis) {
            socket.inbox.add(() -> {
                check(workAsked, invocation.requestId());
                workAsked = false;
                running = invocation.requestId();
                if (state == State.IDLE) {
                    state = State.RUNNING;
                }
            });
        }

        @Override
        public void retire() {
            socket.inbox.add(() -> {
                check(workAsked, "204");
                workAsked = false;
                if (state == State.IDLE) {
                    state = State.RETIRED;
                }
            });
        }

        @Override
        public void flow(boolean open) {
            socket.open = open;
        }

        @Override
        public void close() {
            socket.closed = true;
        }
    }
}
