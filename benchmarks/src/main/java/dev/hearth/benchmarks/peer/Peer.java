package dev.hearth.benchmarks.peer;

import dev.hearth.benchmarks.load.Target;
import java.util.Optional;

/** One way to serve a function: a real process that answers on loopback. */
public sealed interface Peer extends AutoCloseable permits DirectInvoker, KnativeQueueProxy, Hearth {
    /** As the tables call it. */
    String name();

    Target target();

    /** The process between caller and function whose CPU time is reported; empty when nothing is between. */
    Optional<Long> proxyPid();

    @Override
    void close();
}
