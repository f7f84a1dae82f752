package dev.hearth.e2e.cluster;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one cluster with Hearth in it, the same for all of them; where none is possible, they are skipped and say why. */
final class ClusterExtension implements BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(ClusterExtension.class);

    /** Ended with the last test. */
    private record Held(Cluster cluster) implements AutoCloseable {
        @Override
        public void close() {
            cluster.end();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster(context);
    }

    private static Cluster cluster(ExtensionContext context) {
        Optional<String> obstacle = Cluster.obstacle();
        obstacle.ifPresent(reason -> System.err.println("Cluster tests skipped: " + reason));
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> "Cluster tests skipped: " + obstacle.orElse(""));
        return context.getRoot()
                .getStore(STORE)
                .computeIfAbsent(Held.class, type -> new Held(Cluster.start()), Held.class)
                .cluster();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster(context);
    }
}
