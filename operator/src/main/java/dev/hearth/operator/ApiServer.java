package dev.hearth.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster's API server, which may be away when the operator starts: a process that ended then would start ever later. */
final class ApiServer {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private ApiServer() {}

    /** Returns when it answers. */
    static void await(KubernetesClient client) throws InterruptedException {
        boolean told = false;
        while (true) {
            try {
                client.getKubernetesVersion();
                return;
            } catch (KubernetesClientException e) {
                if (!told) {
                    LOG.warn("the API server does not answer; waiting for it: {}", e.toString());
                    told = true;
                }
                Thread.sleep(PAUSE);
            }
        }
    }
}
