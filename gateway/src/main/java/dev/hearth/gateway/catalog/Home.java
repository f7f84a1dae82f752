package dev.hearth.gateway.catalog;

import dev.hearth.protocol.EnvironmentPaths;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Where the environments of a revision live, and so where they find its code and what their log streams are called. */
public sealed interface Home {
    /** Where an environment finds the code package of this SHA-256: a {@code file:} URI or a path on its gateway. */
    String codeLocation(String sha256);

    /** Lambda's log stream of an environment. */
    String logStream(String version, String environmentId);

    /**
     * This machine.
     *
     * @param code unpacked code package: classes and {@code lib/*.jar}, or one jar's content
     */
    record Machine(Path code) implements Home {
        @Override
        public String codeLocation(String sha256) {
            return code.toUri().toString();
        }

        /** {@code 2026/01/31/[$LATEST]<environment id>}, the form of Lambda's log streams. */
        @Override
        public String logStream(String version, String environmentId) {
            LocalDate today = LocalDate.now(ZoneOffset.UTC);
            return "%tY/%<tm/%<td/[%s]%s".formatted(today, version, environmentId);
        }
    }

    /**
     * Pods of a cluster.
     *
     * @param deployment name of the Deployment whose pods they are
     * @param deploymentUid its UID: another Deployment of that name is not it
     */
    record Cluster(String deployment, String deploymentUid) implements Home {
        @Override
        public String codeLocation(String sha256) {
            return EnvironmentPaths.CODE + sha256;
        }

        /** Without a date: a pod's log is found by the pod's name. */
        @Override
        public String logStream(String version, String environmentId) {
            return "[" + version + "]" + environmentId;
        }
    }
}
