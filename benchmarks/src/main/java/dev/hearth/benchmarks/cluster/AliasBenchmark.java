package dev.hearth.benchmarks.cluster;

import dev.hearth.benchmarks.peer.Function;
import dev.hearth.benchmarks.report.Report;
import dev.hearth.benchmarks.versions.Repointing;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/** An alias that moves in a cluster. Both versions are kept initialised, so that what is measured is the alias. */
public final class AliasBenchmark {
    private static final String NAMESPACE = "bench";
    private static final String PATH = "/2015-03-31/functions/moved:live/invocations";
    private static final int PROVISIONED = 6;

    private final Path root;
    private final Path log;
    private final Report report;

    public AliasBenchmark(Path root, Path log, Report report) {
        this.root = root;
        this.log = log;
        this.report = report;
    }

    public void run() throws IOException, InterruptedException {
        try (Lab lab = Lab.start(root, log)) {
            lab.kubectl("", "create", "namespace", NAMESPACE);
            lab.kubectl(Manifests.code(root), "apply", "--server-side", "-n", NAMESPACE, "-f", "-");
            publishTwo(lab);
            Client api = lab.api();
            new Repointing(
                            "cluster",
                            lab.gatewayConnections(PATH, Function.HELLO.event()),
                            version -> repoint(api, version))
                    .run(report);
        }
    }

    private static void publishTwo(Lab lab) {
        for (String version : List.of("1", "2")) {
            lab.kubectl(Manifests.published("moved", version), "apply", "--server-side", "-n", NAMESPACE, "-f", "-");
            lab.kubectl("", "wait", "-n", NAMESPACE, "--for=create", "fnver/moved-" + version, "--timeout=60s");
            lab.kubectl("", "wait", "-n", NAMESPACE, "--for=condition=Ready", "fnver/moved-" + version);
            lab.kubectl(
                    "",
                    "annotate",
                    "-n",
                    NAMESPACE,
                    "fnver/moved-" + version,
                    Manifests.PROVISIONED + "=" + PROVISIONED);
        }
        lab.kubectl(Manifests.alias("moved", "1"), "apply", "--server-side", "-n", NAMESPACE, "-f", "-");
        for (String version : List.of("1", "2")) {
            lab.kubectl(
                    "",
                    "wait",
                    "-n",
                    NAMESPACE,
                    "--for=jsonpath={.status.provisionedConcurrency.status}=READY",
                    "fnver/moved-" + version,
                    "--timeout=120s");
        }
        lab.kubectl("", "wait", "-n", NAMESPACE, "--for=condition=Ready", "fnalias/moved-live", "--timeout=60s");
    }

    private static void repoint(Client api, String version) {
        HttpResponse<String> answer = api.send(
                "PATCH",
                "/apis/lambda.hearth.dev/v1alpha1/namespaces/" + NAMESPACE + "/aliases/moved-live",
                "application/merge-patch+json",
                "{\"spec\":{\"functionVersion\":\"" + version + "\"}}");
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
    }
}
