package dev.hearth.runtime;

import dev.hearth.protocol.Command;
import dev.hearth.runtime.connection.ControlConnection;
import dev.hearth.runtime.log.EnvironmentLog;
import dev.hearth.runtime.process.Ending;
import dev.hearth.runtime.process.LauncherState;
import dev.hearth.runtime.process.Situation;
import dev.hearth.runtime.process.Termination;
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
        Termination.onSignal(this::stop);
        try {
            while (true) {
                control.ask(situation.report());
                obey(control.await());
            }
        } catch (Throwable gatewayGone) {
            // an OutOfMemoryError here too: a process that cannot be commanded must not live
            launcher.retired();
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
            log.flush();
            control.sayFarewell(situation.report(), log.tail());
        }
        Ending.now(1);
    }

    /** The machine wants this process to end: it takes no new invocation, and ends once the gateway has heard. */
    private void stop() {
        situation.stops();
        try {
            control.ask(situation.report());
        } catch (IOException gatewayGone) {
            Ending.withHooks(0);
        }
    }
}
