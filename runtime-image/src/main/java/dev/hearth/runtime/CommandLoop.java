package dev.hearth.runtime;

import dev.hearth.protocol.Command;
import dev.hearth.runtime.connection.ControlConnection;
import dev.hearth.runtime.log.EnvironmentLog;
import dev.hearth.runtime.process.Ending;
import dev.hearth.runtime.process.LauncherState;
import dev.hearth.runtime.process.Situation;
import java.io.IOException;

/**
 * Asks the gateway for commands and obeys, on a thread of its own that user code cannot block. Without its gateway this
 * process ends.
 */
final class CommandLoop implements Runnable {
    private final ControlConnection control;
    private final Situation situation;
    private final EnvironmentLog log;
    private final LauncherState launcher;

    CommandLoop(ControlConnection control, Situation situation, EnvironmentLog log, LauncherState launcher) {
        this.control = control;
        this.situation = situation;
        this.log = log;
        this.launcher = launcher;
    }

    void start() {
        Thread thread = new Thread(this, "hearth-control");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            while (true) {
                control.ask(situation.report());
                obey(control.await());
            }
        } catch (IOException gatewayGone) {
            endWithGateway();
        } catch (Throwable broken) {
            // an OutOfMemoryError, say: a process that cannot be commanded must not live
            Ending.after(() -> log.platformNow("This environment obeys no more: " + broken + "\n"), 1);
        }
    }

    /** An idle main thread hears it too, or that it is retired: then it is running shutdown hooks. */
    private void endWithGateway() {
        try {
            launcher.alone();
            if (situation.isIdle()) {
                Ending.soon(0);
            }
        } finally {
            Ending.now(0);
        }
    }

    private void obey(Command command) throws IOException {
        switch (command) {
            case NONE, PING -> {}
            case RESET -> reset();
        }
    }

    private void reset() throws IOException {
        if (situation.running() != null) {
            control.sayFarewell(situation.report(), log.tail());
        }
        Ending.after(log::flush, 1);
    }

    /** The machine wants this process to end: it takes no new invocation, and ends once the gateway has heard. */
    void stop() {
        situation.stops();
        try {
            control.ask(situation.report());
        } catch (IOException gatewayGone) {
            Ending.withHooks(0);
        }
    }
}
