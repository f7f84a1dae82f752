package dev.hearth.gateway.up;

import dev.hearth.gateway.ClusterGateway;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hearth gateway}: serves the functions of the cluster that it runs in. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Serves the Function resources of a cluster behind Lambda's Invoke API; the Helm chart runs it.",
            "It needs the operator, and the cluster that it runs in or that KUBECONFIG names.",
            ""
        })
final class GatewayCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayCommand.class);

    @Mixin
    private GatewayOptions options = new GatewayOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        LogSetup.configure(options.logFormat());
        ClusterGateway gateway = ClusterGateway.start(options.settings());
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway), "hearth-stop"));
        LOG.atInfo()
                .setMessage("gateway serves")
                .addKeyValue("invokePort", gateway.invokePort())
                .log();
        stopped.await();
        return 0;
    }

    /** Being told to stop is no failure: status 0, not the 143 that the JVM would give. */
    private static void stop(ClusterGateway gateway) {
        try {
            LOG.atInfo().setMessage("stopping: running invocations finish").log();
            gateway.close();
            LOG.atInfo().setMessage("stopped").log();
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }
}
