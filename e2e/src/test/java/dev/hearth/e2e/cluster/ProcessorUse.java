package dev.hearth.e2e.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Processor time that processes of this machine have taken, by what they are; of those that have ended nothing is known. */
record ProcessorUse(long nanoTime, Map<String, Duration> spent) {
    /** Words of command lines, the first that fits counts. */
    private static final List<String> KINDS = List.of(
            Attackers.class.getSimpleName(),
            "hearth-gateway.jar",
            "quarkus-run.jar",
            "nats-server",
            "kube-apiserver",
            "etcd",
            "kube-controller-manager",
            "kubelet",
            "containerd",
            "RuntimeMain",
            "surefire");

    static ProcessorUse now() {
        Map<String, Duration> spent = ProcessHandle.allProcesses()
                .collect(Collectors.toMap(
                        ProcessorUse::kind,
                        process -> process.info().totalCpuDuration().orElse(Duration.ZERO),
                        Duration::plus,
                        TreeMap::new));
        return new ProcessorUse(System.nanoTime(), spent);
    }

    private static String kind(ProcessHandle process) {
        String command = command(process.pid());
        return KINDS.stream().filter(command::contains).findFirst().orElse("others");
    }

    private static String command(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    /** Percent of one processor that each kind has taken since then, as text. */
    String since(ProcessorUse before) {
        long elapsed = nanoTime - before.nanoTime;
        return spent.entrySet().stream()
                .map(each -> each.getKey() + " " + 100 * before.until(each.getKey(), each.getValue()) / elapsed + " %")
                .collect(Collectors.joining(", "));
    }

    private long until(String kind, Duration later) {
        return later.minus(spent.getOrDefault(kind, Duration.ZERO)).toNanos();
    }
}
