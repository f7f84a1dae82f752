package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.catalog.Home;
import dev.hearth.gateway.catalog.Revision;

/**
 * One Deployment and no later one of its name: a name may be used again at once, a UID never is.
 *
 * @param name its namespace and name
 * @param uid given by the API server
 */
record DeploymentRef(ResourceName name, String uid) {
    /** The Deployment whose pods run a revision. */
    static DeploymentRef of(Revision revision) {
        return switch (revision.home()) {
            case Home.Cluster(String deployment, String uid) ->
                new DeploymentRef(new ResourceName(revision.function().namespace(), deployment), uid);
            case Home.Machine machine ->
                throw new IllegalArgumentException(revision.id() + " runs on a machine, not in a cluster");
        };
    }
}
