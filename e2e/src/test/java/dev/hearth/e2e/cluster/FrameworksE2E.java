package dev.hearth.e2e.cluster;

import dev.hearth.e2e.FrameworksContract;
import dev.hearth.e2e.Home;

/** In a cluster. */
@SharesCluster
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
