package dev.hearth.gateway.kubernetes;

import java.util.List;

/** One change that a {@link Workload} needs in the cluster. */
sealed interface Step {
    /** These pods go first when the ReplicaSet shrinks. */
    record Mark(List<EnvironmentPod> pods) implements Step {}

    /** So many pods shall be there. */
    record Scale(int replicas) implements Step {}

    /** This pod ends; its ReplicaSet makes another if it still needs as many. */
    record Delete(EnvironmentPod pod, boolean atOnce) implements Step {}
}
