package dev.hearth.e2e.cluster;

import dev.hearth.e2e.Trust;
import java.net.URI;
import java.nio.file.Path;

/**
 * Where and as whom the attackers attack.
 *
 * @param gateway where callers reach it
 * @param authority PEM of what vouches for it
 * @param token of somebody who may invoke functions of the namespace
 * @param kubeconfig of the cluster's administrator, who acts as the namespace's {@code mallory}
 * @param namespace the attackers' own
 * @param address of this machine, where pods reach it
 * @param factor of each attack's pace
 */
record AttackPlan(
        URI gateway, String authority, String token, Path kubeconfig, String namespace, String address, double factor) {
    RawConnections connections() {
        return new RawConnections(gateway, Trust.of(authority));
    }
}
