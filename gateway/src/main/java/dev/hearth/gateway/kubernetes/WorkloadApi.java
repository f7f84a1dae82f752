package dev.hearth.gateway.kubernetes;

import java.util.Optional;

/** Port: the gateway's only changes to a cluster, the size of Hearth's Deployments and the end of their pods. Methods block. */
interface WorkloadApi {
    /** Its size now; empty: there is no such Deployment. */
    Optional<Replicas> read(ResourceName deployment);

    /**
     * Changes its size if it is still as it was seen.
     *
     * @return its size now, which is another than asked for when somebody else changed it meanwhile; empty: it is gone
     */
    Optional<Replicas> scale(ResourceName deployment, Replicas seen, int count);

    /** The ReplicaSet ends this pod before others. */
    void mark(EnvironmentPod pod);

    /** @param atOnce with a second to end instead of the pod's own grace period */
    void delete(EnvironmentPod pod, boolean atOnce);
}
