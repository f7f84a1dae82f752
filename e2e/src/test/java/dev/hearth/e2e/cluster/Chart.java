package dev.hearth.e2e.cluster;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The chart as helm renders it, for tests without the rest of an installation. */
public final class Chart {
    private Chart() {}

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
