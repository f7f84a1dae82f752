package dev.hearth.e2e.cluster;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** The chart as helm renders it, for tests without the rest of an installation. */
public final class Chart {
    private Chart() {}

    /** What helm makes of an upgrade of the cluster's installation, or says of it. */
    public static String upgrade(Path kubeconfig, String... more) {
        return helm(kubeconfig, Stream.concat(Stream.of("--is-upgrade"), Stream.of(more)));
    }

    /** What helm makes of a first installation, or says of it. */
    public static String install(Path kubeconfig) {
        return helm(kubeconfig, Stream.of());
    }

    private static String helm(Path kubeconfig, Stream<String> more) {
        Stream<String> command = Stream.of(
                Tools.folder().resolve("helm").toString(),
                "template",
                "hearth",
                "helm/hearth",
                "--namespace",
                "hearth-system",
                "--kube-version",
                "1.36.0",
                "--dry-run=server",
                "--kubeconfig",
                kubeconfig.toString());
        return new Shell(Tools.ROOT, Map.of())
                .tried("", Duration.ofMinutes(1), Stream.concat(command, more).toArray(String[]::new))
                .output();
    }

    /** What a shell prints that talks to the cluster. */
    public static String shell(Path kubeconfig, String script) {
        return new Shell(
                        Tools.ROOT,
                        Map.of(
                                "KUBECONFIG",
                                kubeconfig.toString(),
                                "PATH",
                                Tools.folder() + ":" + System.getenv("PATH")))
                .run("", Duration.ofMinutes(1), "sh", "-euc", script);
    }

    /** The objects of one template with the chart's default values, for namespace {@code hearth-system}. */
    public static InputStream template(String name) {
        String yaml = new Shell(Tools.ROOT, Map.of())
                .run(
                        "",
                        Duration.ofMinutes(1),
                        Tools.folder().resolve("helm").toString(),
                        "template",
                        "hearth",
                        "helm/hearth",
                        "--namespace",
                        "hearth-system",
                        "--kube-version",
                        "1.36.0",
                        "--show-only",
                        "templates/" + name);
        return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
    }
}
