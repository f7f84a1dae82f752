package dev.hearth.gateway.code;

import dev.hearth.crds.MavenCode;
import dev.hearth.gateway.code.CodeRefusal.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/**
 * Where a Maven repository keeps an artifact. Layout: maven.apache.org/repository/layout.html; a snapshot's file is named in the
 * {@code maven-metadata.xml} beside it.
 */
final class MavenRepository {
    private static final String SNAPSHOT = "-SNAPSHOT";

    private MavenRepository() {}

    static boolean isSnapshot(MavenCode code) {
        return code.getVersion().endsWith(SNAPSHOT);
    }

    /** Address of a release's file. */
    static URI file(MavenCode code) {
        return file(code, code.getVersion());
    }

    /** Address of the list of a snapshot's files. */
    static URI metadata(MavenCode code) {
        return folder(code).resolve("maven-metadata.xml");
    }

    /** Address of the newest file of a snapshot. */
    static URI newest(MavenCode code, Path metadata) {
        return value(code, metadata)
                .map(version -> file(code, version))
                .orElseThrow(() -> new CodeRefusal(
                        Reason.CodeNotFound,
                        metadata(code) + " names no " + code.getExtension() + " of version " + code.getVersion()));
    }

    private static Optional<String> value(MavenCode code, Path metadata) {
        String classifier = Optional.ofNullable(code.getClassifier()).orElse("");
        try {
            return SnapshotMetadata.value(metadata, code.getExtension(), classifier);
        } catch (XMLStreamException | IOException e) {
            throw new CodeRefusal(Reason.CodeUnreachable, metadata(code) + " is not what Maven writes: " + e, e);
        }
    }

    private static URI folder(MavenCode code) {
        String base = code.getRepository();
        return HttpSource.address((base.endsWith("/") ? base : base + "/")
                + code.getGroupId().replace('.', '/') + "/" + code.getArtifactId() + "/" + code.getVersion() + "/");
    }

    private static URI file(MavenCode code, String version) {
        String classifier = Optional.ofNullable(code.getClassifier())
                .map(value -> "-" + value)
                .orElse("");
        return folder(code).resolve(code.getArtifactId() + "-" + version + classifier + "." + code.getExtension());
    }
}
