package dev.hearth.gateway.kubernetes;

import java.util.Optional;

/** Port: what the cluster says of the objects between a pod and its Deployment. Methods may block. */
interface IdentityFacts {
    /** Empty: there is none of this name, or it is no environment. */
    Optional<EnvironmentPod> pod(ResourceName name);

    /** The Deployment that a ReplicaSet names as its controller; empty: it has none, or another UID. */
    Optional<Controller> controllerOf(ResourceName replicaSet, String uid);

    /** Empty: there is none of this name, or it is not one of a revision. */
    Optional<EnvironmentDeployment> deployment(ResourceName name);
}
