package dev.hearth.e2e.cluster;

import dev.hearth.e2e.Home;
import dev.hearth.e2e.PythonClientsContract;
import org.junit.jupiter.api.parallel.ResourceLock;

/** In a cluster. */
@SharesCluster
@ResourceLock(SharesCluster.TWO)
class PythonClientsE2E extends PythonClientsContract {
    private final Cluster cluster;

    PythonClientsE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    protected Home open() {
        return Deployed.open(cluster, "python-clients", "e2e/functions/clients", "examples/hello");
    }
}
