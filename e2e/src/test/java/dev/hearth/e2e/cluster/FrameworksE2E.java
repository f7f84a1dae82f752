package dev.hearth.e2e.cluster;

import dev.hearth.e2e.FrameworksContract;
import dev.hearth.e2e.Home;
import org.junit.jupiter.api.parallel.ResourceLock;

/** In a cluster. */
@SharesCluster
@ResourceLock(SharesCluster.ONE)
class FrameworksE2E extends FrameworksContract {
    private final Cluster cluster;

    FrameworksE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    protected Home open() {
        return Deployed.open(cluster, "frameworks", "e2e/frameworks");
    }
}
