package dev.hearth.benchmarks.scenario;

import dev.hearth.benchmarks.load.Load;
import dev.hearth.benchmarks.load.LoadGenerator;
import dev.hearth.benchmarks.load.Measurement;
import dev.hearth.benchmarks.peer.Peer;
import dev.hearth.benchmarks.process.ProcessCpu;
import java.time.Duration;
import java.util.Optional;

/** One turn of one peer: what the callers saw and how much CPU time the proxy used meanwhile. */
record Sample(Measurement measurement, Optional<Duration> proxyCpu) {
    static Sample of(Peer peer, Load load) {
        Optional<Duration> before = peer.proxyPid().map(ProcessCpu::of);
        Measurement measurement = LoadGenerator.run(peer.target(), load);
        Optional<Duration> after = peer.proxyPid().map(ProcessCpu::of);
        return new Sample(measurement, after.flatMap(end -> before.map(end::minus)));
    }

    /** Answers of any kind per second of the proxy's CPU time. */
    Optional<Double> answersPerCpuSecond() {
        return proxyCpu.filter(Duration::isPositive).map(cpu -> measurement.answers() / (cpu.toNanos() / 1e9));
    }
}
