package dev.hearth.benchmarks.cluster;

import dev.hearth.benchmarks.load.KeptConnection;
import dev.hearth.benchmarks.load.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.SocketFactory;

/** A cluster of one node whose etcd writes safely, with Hearth installed so that environments go a second after their work. */
final class Lab implements AutoCloseable {
    static final String NODE = "10.200.0.2";
    static final String SYSTEM = "hearth-system";

    private final Path root;
    private final Path log;
    private final Path kubeconfig;
    private final Path tools;
    private final int deploymentsPerSecond;

    private Lab(Path root, Path log, Path kubeconfig, Path tools, int deploymentsPerSecond) {
        this.root = root;
        this.log = log;
        this.kubeconfig = kubeconfig;
        this.tools = tools;
        this.deploymentsPerSecond = deploymentsPerSecond;
    }

    /** With Kubernetes' and the chart's own limits. */
    static Lab start(Path root, Path log) {
        return start(root, log, 5);
    }

    /**
     * Removes a cluster that is there, starts one, builds images, loads and installs them. Takes minutes.
     *
     * @param deploymentsPerSecond new ones that the operator makes; kube-controller-manager is given four requests for each
     */
    static Lab start(Path root, Path log, int deploymentsPerSecond) {
        Lab bare = new Lab(root, log, root, root, deploymentsPerSecond);
        bare.run("", bare.script("e2e/cluster/cluster"), "down");
        Path kubeconfig = Path.of(last(bare.run("", bare.script("e2e/cluster/cluster"), "up")));
        Path tools = Path.of(last(bare.run("", bare.script("e2e/cluster/tools"))));
        Lab lab = new Lab(root, log, kubeconfig, tools, deploymentsPerSecond);
        lab.install();
        return lab;
    }

    private void install() {
        Path images = root.resolve("target/images");
        run("", script("hearth"), "images", images.toString());
        run(
                "",
                script("e2e/cluster/cluster"),
                "load",
                images.resolve("hearth-runtime.tar").toString(),
                images.resolve("hearth-gateway.tar").toString(),
                images.resolve("hearth-operator.tar").toString());
        run(
                "",
                tools.resolve("helm").toString(),
                "install",
                "hearth",
                root.resolve("helm/hearth").toString(),
                "--namespace=" + SYSTEM,
                "--create-namespace",
                "--wait",
                "--set=gateway.service.type=NodePort,gateway.keepAlive=1s,access.openToEverybody=true,access.defaultNamespace=bench",
                "--set=tls.gatewayNames={" + NODE + "}",
                "--set=functions.deploymentsPerSecond=" + deploymentsPerSecond,
                "--set=functions.cpuRequestPercent=40,gateway.resources.requests.cpu=200m");
    }

    private String script(String path) {
        return root.resolve(path).toString();
    }

    String kubectl(String input, String... arguments) {
        return run(
                input,
                Stream.concat(Stream.of(tools.resolve("kubectl").toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    /** As the cluster's administrator. */
    Client api() {
        return new Client(URI.create("https://" + NODE + ":6443"), apiAuthority(), Optional.of("admin-token"));
    }

    Client gateway() {
        return new Client(URI.create("https://" + NODE + ":" + gatewayPort()), gatewayAuthority(), Optional.empty());
    }

    /** For callers that send the gateway the same request again and again. */
    Supplier<KeptConnection> gatewayConnections(String path, String body) {
        Target target = new Target(gatewayPort(), path);
        SocketFactory factory = Client.trusting(gatewayAuthority()).getSocketFactory();
        return () -> new KeptConnection(() -> factory.createSocket(NODE, target.port()), target, body);
    }

    private int gatewayPort() {
        return Integer.parseInt(kubectl(
                "", "get", "service", "hearth-gateway", "-n", SYSTEM, "-o", "jsonpath={.spec.ports[0].nodePort}"));
    }

    /** As its status tells it. */
    String functionArn(String namespace, String name) {
        return kubectl("", "get", "function", name, "-n", namespace, "-o", "jsonpath={.status.revision.functionArn}");
    }

    /** The pod of the operator that works. */
    String leader() {
        return kubectl("", "get", "lease", "hearth-operator", "-n", SYSTEM, "-o", "jsonpath={.spec.holderIdentity}");
    }

    String gatewayPod() {
        return kubectl(
                "",
                "get",
                "pods",
                "-n",
                SYSTEM,
                "-l=app.kubernetes.io/name=hearth-gateway",
                "-o",
                "jsonpath={.items[0].metadata.name}");
    }

    /** In the gateway and in the operators, so that what is counted then is in use. */
    void collectGarbage() {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains("/opt/hearth/"))
                        .isPresent())
                .filter(process -> process.info()
                        .command()
                        .filter(java -> java.endsWith("/java"))
                        .isPresent())
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(" -jar "))
                        .isPresent())
                .forEach(process -> run("", jcmd.toString(), Long.toString(process.pid()), "GC.run"));
    }

    /** PEM of what vouches for the gateway. */
    private String gatewayAuthority() {
        String encoded =
                kubectl("", "get", "secret", "hearth-gateway-tls", "-n", SYSTEM, "-o", "jsonpath={.data.ca\\.crt}");
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    /** PEM of what vouches for the API server. */
    private String apiAuthority() {
        try {
            return Files.readString(kubeconfig.resolveSibling("pki/ca.crt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String last(String output) {
        List<String> lines = output.strip().lines().toList();
        return lines.getLast();
    }

    /** What it prints; its errors go to the log. */
    private String run(String input, String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                    .directory(root.toFile())
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment()
                    .putAll(Map.of(
                            "KUBECONFIG", kubeconfig.toString(),
                            "HEARTH_CLUSTER_FSYNC", "yes",
                            "HEARTH_CLUSTER_CONTROLLER_QPS", Integer.toString(4 * deploymentsPerSecond)));
            Process process = builder.start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed; see " + log);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        run("", script("e2e/cluster/cluster"), "down");
    }
}
