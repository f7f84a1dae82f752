package dev.hearth.e2e.cluster;

import dev.hearth.e2e.Lambda;
import dev.hearth.e2e.Trust;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Kubernetes with Hearth installed by its chart: one that {@code e2e/cluster/cluster} starts, or the one that {@code
 * HEARTH_E2E_KUBECONFIG} names (images then come from the registry of {@code HEARTH_E2E_IMAGES}). {@code HEARTH_E2E_KEEP=yes}
 * leaves it running.
 */
final class Cluster {
    static final String NAMESPACE = "hearth-system";
    static final String ACCESS_KEYS = "hearth-system-access-keys";
    private static final String LOOPBACK = "127.0.0.1";
    private static final Optional<String> FOREIGN = variable("HEARTH_E2E_KUBECONFIG");
    private static final boolean KEEP =
            variable("HEARTH_E2E_KEEP").filter("yes"::equals).isPresent();
    private static final Path ROOT = Tools.ROOT;
    private static final String CLUSTER = ROOT.resolve("e2e/cluster/cluster").toString();

    private final Path tools;
    private final Shell shell;
    private final String node;

    private Cluster(Path tools, Shell shell) {
        this.tools = tools;
        this.shell = shell;
        this.node = kubectl(
                "get", "nodes", "-o", "jsonpath={.items[0].status.addresses[?(@.type==\"InternalIP\")].address}");
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    /** Why there can be no cluster here. */
    static Optional<String> obstacle() {
        if (FOREIGN.isPresent()) {
            return Optional.empty();
        }
        if (!Tools.isLinux() || !System.getProperty("user.name").equals("root")) {
            return Optional.of("they need Linux and root, or a cluster in HEARTH_E2E_KUBECONFIG");
        }
        if (!Tools.isOnPath("go") || !Tools.isOnPath("apt-get")) {
            return Optional.of("they need Go and Debian's packages, or a cluster in HEARTH_E2E_KUBECONFIG");
        }
        return Optional.empty();
    }

    // ---- its life ----

    static Cluster start() {
        Shell plain = new Shell(ROOT, Map.of());
        String kubeconfig = FOREIGN.orElseGet(
                () -> lines(plain.run("", Tools.LONG, CLUSTER, "up")).getLast());
        Cluster cluster = new Cluster(Tools.folder(), new Shell(ROOT, Map.of("KUBECONFIG", kubeconfig)));
        cluster.uninstall();
        cluster.images();
        cluster.makeNamespace();
        cluster.install();
        return cluster;
    }

    void end() {
        if (KEEP) {
            return;
        }
        if (FOREIGN.isPresent()) {
            uninstall();
        } else {
            shell.run(CLUSTER, "down");
        }
    }

    private void images() {
        if (FOREIGN.isPresent()) {
            return;
        }
        Path images = ROOT.resolve("target/images");
        shell.run("", Tools.LONG, ROOT.resolve("hearth").toString(), "images", "--built", images.toString());
        shell.run(
                CLUSTER,
                "load",
                images.resolve("hearth-runtime.tar").toString(),
                images.resolve("hearth-gateway.tar").toString(),
                images.resolve("hearth-operator.tar").toString(),
                shell.run(ROOT.resolve("e2e/cluster/nats-image").toString(), images.toString())
                        .strip());
    }

    /** As strict as Kubernetes can be about the pods in it. */
    private void makeNamespace() {
        apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s, labels: {pod-security.kubernetes.io/enforce: restricted}}
                """.formatted(NAMESPACE));
    }

    /** Installs or upgrades the chart, with more values of the form {@code name=value}, and waits until all of it is ready. */
    void install(String... values) {
        List<String> command = new ArrayList<>(List.of(
                tool("helm"),
                "upgrade",
                "--install",
                "hearth",
                "helm/hearth",
                "--namespace",
                NAMESPACE,
                "--create-namespace",
                "--wait",
                "--timeout",
                "3m",
                "--set",
                "gateway.service.type=NodePort",
                "--set",
                "gateway.keepAlive=30s",
                "--set",
                "tls.gatewayNames={" + node + "," + LOOPBACK + "}",
                "--set",
                "functions.cpuRequestPercent=40",
                "--set",
                "gateway.resources.requests.cpu=200m",
                "--set",
                "operator.resources.requests.cpu=50m",
                "--set",
                "events.nats.bundled=true",
                "--set",
                "events.nats.storage="));
        if (FOREIGN.isEmpty()) {
            command.addAll(List.of("--set", "events.nats.image=docker.io/hearth-e2e/nats-server:1"));
        }
        variable("HEARTH_E2E_IMAGES")
                .ifPresent(registry -> command.addAll(List.of("--set", "images.registry=" + registry)));
        for (String value : values) {
            command.addAll(List.of("--set", value));
        }
        shell.run(command.toArray(String[]::new));
    }

    private void uninstall() {
        for (String namespace : lines(kubectl("get", "namespaces", "-l", Account.LABEL, "-o", "name"))) {
            kubectl("delete", namespace, "--wait=false");
        }
        shell.run(tool("helm"), "uninstall", "hearth", "--namespace", NAMESPACE, "--ignore-not-found", "--wait");
        kubectl("delete", "namespace", NAMESPACE, "--ignore-not-found");
    }

    // ---- what users do ----

    String kubectl(String... arguments) {
        return shell.run(command(arguments)).strip();
    }

    Shell.Result tryKubectl(String input, String... arguments) {
        return shell.tried(input, Duration.ofMinutes(1), command(arguments));
    }

    /** The path of one of the cluster's programs. */
    String tool(String name) {
        return tools.resolve(name).toString();
    }

    private String[] command(String... arguments) {
        return Stream.concat(Stream.of(tool("kubectl")), Arrays.stream(arguments))
                .toArray(String[]::new);
    }

    /** Applies a manifest. */
    void apply(String yaml, String... options) {
        String[] apply = command("apply", "--server-side", "--force-conflicts", "-f", "-");
        shell.run(
                yaml,
                Duration.ofMinutes(1),
                Stream.concat(Arrays.stream(apply), Arrays.stream(options)).toArray(String[]::new));
    }

    /** Runs any program with this cluster's kubeconfig and tools. */
    Shell shell() {
        return shell;
    }

    /** What its administrator reaches it with. */
    Path kubeconfig() {
        return Path.of(shell.environment().get("KUBECONFIG"));
    }

    static Path root() {
        return ROOT;
    }

    /** A caller with this token, who trusts the installation's authority. */
    Lambda lambda(Optional<String> token) {
        return new Lambda(url(), Trust.of(authority()).client(), token);
    }

    /** Where callers outside the cluster reach the gateway. */
    URI url() {
        String port = kubectl(
                "get",
                "service",
                "hearth-gateway",
                "-n",
                NAMESPACE,
                "-o",
                "jsonpath={.spec.ports[?(@.name==\"invoke\")].nodePort}");
        return URI.create("https://" + node + ":" + port);
    }

    /** PEM of what vouches for the gateway. */
    String authority() {
        String encoded =
                kubectl("get", "secret", "hearth-gateway-tls", "-n", NAMESPACE, "-o", "jsonpath={.data.ca\\.crt}");
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    /** Where the cluster's pods reach this machine; empty: nobody says. */
    static Optional<String> addressOfThisMachine() {
        return FOREIGN.isPresent() ? variable("HEARTH_E2E_ADDRESS") : Optional.of("10.200.0.1");
    }

    String logs(String deployment) {
        return kubectl("logs", "-n", NAMESPACE, "deployment/" + deployment, "--tail=-1");
    }

    /** What one would look at first when nothing gets ready: the installation's pods, who leads, what the operators said last. */
    String diagnosis() {
        return String.join(
                "\n",
                kubectl("get", "pods,leases", "-n", NAMESPACE),
                kubectl(
                        "logs",
                        "-n",
                        NAMESPACE,
                        "-l",
                        "app.kubernetes.io/name=hearth-operator",
                        "--prefix",
                        "--tail=8",
                        "--ignore-errors"));
    }

    static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    // ---- what goes wrong ----

    /** Whether its processes can be killed. */
    static boolean isOwn() {
        return FOREIGN.isEmpty();
    }

    /** From now on nothing reaches this pod, and nothing comes from it. */
    void silence(String podIp) {
        shell.run(CLUSTER, "silence", podIp);
    }

    /** Every silenced address may be heard again. */
    void endSilence() {
        shell.run(CLUSTER, "silence", "nobody");
    }

    void stopProcess(String name) {
        shell.run(CLUSTER, "stop", name);
    }

    void startProcess(String name) {
        shell.run(CLUSTER, "start", name);
    }

    /** Process ids, on this machine, of processes in its containers whose command line contains all of this. */
    static Set<Long> processes(String... parts) {
        return ProcessHandle.allProcesses()
                .filter(process -> isInside(process.pid()))
                .filter(process -> contains(read(process.pid(), "cmdline"), parts))
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    /** Process ids of the JVMs of one function's environments. */
    static Set<Long> environments(String function) {
        return processes("java").stream()
                .filter(pid -> contains(read(pid, "environ"), "AWS_LAMBDA_FUNCTION_NAME=" + function + "\0"))
                .collect(Collectors.toSet());
    }

    /** Ids of the shims of pods that have a process with this id: the parents of their first processes. */
    static Set<Long> shimsOf(Set<Long> processes) {
        return processes.stream()
                .flatMap(pid -> Stream.iterate(
                        ProcessHandle.of(pid),
                        Optional::isPresent,
                        each -> each.orElseThrow().parent()))
                .flatMap(Optional::stream)
                .filter(process -> read(process.pid(), "cmdline").contains("containerd-shim"))
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    private static boolean isInside(long pid) {
        return read(pid, "cgroup").contains("kubepods");
    }

    private static boolean contains(String text, String... parts) {
        return Arrays.stream(parts).allMatch(text::contains);
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file), StandardCharsets.ISO_8859_1);
        } catch (java.io.IOException gone) {
            return "";
        }
    }

    /** At once; one that has ended by itself meanwhile is not missed. */
    void kill(Set<Long> processes) {
        if (processes.isEmpty()) {
            throw new IllegalStateException("there is no such process to kill");
        }
        processes.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).forEach(process -> {
            if (!process.destroyForcibly() && process.isAlive()) {
                throw new IllegalStateException("process " + process.pid() + " cannot be killed");
            }
        });
    }
}
