package dev.hearth.fuzz;

import dev.hearth.code.ArchiveTarget;
import dev.hearth.code.PackageTarget;
import dev.hearth.gateway.catalog.manifest.ManifestTarget;
import dev.hearth.gateway.catalog.manifest.cel.CelTarget;
import dev.hearth.gateway.catalog.manifest.schema.AdmissionTarget;
import dev.hearth.gateway.catalog.manifest.yaml.YamlTarget;
import dev.hearth.gateway.code.RedirectTarget;
import dev.hearth.gateway.code.SnapshotMetadataTarget;
import dev.hearth.gateway.destinations.RecordTarget;
import dev.hearth.gateway.environment.EnvironmentTarget;
import dev.hearth.gateway.invoke.CallerTarget;
import dev.hearth.gateway.invoke.FunctionReferenceTarget;
import dev.hearth.gateway.invoke.HttpTarget;
import dev.hearth.gateway.invoke.PayloadTarget;
import dev.hearth.gateway.invoke.RequestTargetTarget;
import dev.hearth.gateway.invoke.eventstream.EventStreamTarget;
import dev.hearth.gateway.invoke.sigv4.SignatureTarget;
import dev.hearth.gateway.kubernetes.TokenTarget;
import dev.hearth.gateway.queue.EventCodecTarget;
import dev.hearth.gateway.queue.log.FrameTarget;
import dev.hearth.gateway.queue.log.RecoveryTarget;
import dev.hearth.runtime.connection.ChunkedBodyTarget;
import dev.hearth.runtime.connection.ReplyTarget;
import dev.hearth.runtime.handler.ErrorObjectTarget;
import dev.hearth.runtime.log.EnvironmentLogTarget;
import io.nats.client.impl.NatsFramesTarget;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** Every target by its name, which is also the name of its corpus. */
public final class Targets {
    private static final Map<String, Callable<Target>> ALL = Map.ofEntries(
            Map.entry("admission", AdmissionTarget::new),
            Map.entry("archive", ArchiveTarget::new),
            Map.entry("caller", CallerTarget::new),
            Map.entry("cel", CelTarget::new),
            Map.entry("chunked-body", ChunkedBodyTarget::new),
            Map.entry("environment", EnvironmentTarget::new),
            Map.entry("error-object", ErrorObjectTarget::new),
            Map.entry("event-codec", EventCodecTarget::new),
            Map.entry("event-stream", EventStreamTarget::new),
            Map.entry("frame", FrameTarget::new),
            Map.entry("function-reference", FunctionReferenceTarget::new),
            Map.entry("http", HttpTarget::new),
            Map.entry("log", EnvironmentLogTarget::new),
            Map.entry("manifest", ManifestTarget::new),
            Map.entry("maven-metadata", SnapshotMetadataTarget::new),
            Map.entry("nats-frames", NatsFramesTarget::new),
            Map.entry("package", PackageTarget::new),
            Map.entry("payload", PayloadTarget::new),
            Map.entry("record", RecordTarget::new),
            Map.entry("recovery", RecoveryTarget::new),
            Map.entry("redirect", RedirectTarget::new),
            Map.entry("reply", ReplyTarget::new),
            Map.entry("request-target", RequestTargetTarget::new),
            Map.entry("signature", SignatureTarget::new),
            Map.entry("token", TokenTarget::new),
            Map.entry("yaml", YamlTarget::new));

    private Targets() {}

    /** Names of all targets. */
    public static SortedSet<String> names() {
        return new TreeSet<>(ALL.keySet());
    }

    /** A new target. */
    public static Target of(String name) {
        Callable<Target> target = ALL.get(name);
        if (target == null) {
            throw new IllegalArgumentException("there is no target '" + name + "'; there are " + names());
        }
        try {
            return target.call();
        } catch (Exception e) {
            throw new IllegalStateException("target " + name + " cannot be made", e);
        }
    }
}
