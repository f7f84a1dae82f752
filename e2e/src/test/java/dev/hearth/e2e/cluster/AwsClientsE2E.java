package dev.hearth.e2e.cluster;

import dev.hearth.e2e.AwsClientsContract;
import dev.hearth.e2e.Home;
import org.junit.jupiter.api.parallel.ResourceLock;

/** In a cluster. */
@SharesCluster
@ResourceLock(SharesCluster.ONE)
class AwsClientsE2E extends AwsClientsContract {
    private final Cluster cluster;

    AwsClientsE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    protected Home open() {
        return Deployed.open(cluster, "aws-clients", "e2e/functions/manifests");
    }
}
