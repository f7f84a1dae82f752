package dev.hearth.gateway.kubernetes;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Identity facts asked for by a few at a time, and by fewer of one namespace: whoever has a pod has a token that the cluster has
 * signed, and may send it as often as he likes. Others wait; they are virtual threads.
 */
final class BoundedFacts implements IdentityFacts {
    private static final int STRIPES = 64;

    private final IdentityFacts asked;
    private final Semaphore inAll;
    private final Semaphore[] byNamespace;

    /** @param perNamespace of namespaces that share a stripe of 64 together */
    BoundedFacts(IdentityFacts asked, int perNamespace, int all) {
        this.asked = asked;
        inAll = new Semaphore(all, true);
        byNamespace = IntStream.range(0, STRIPES)
                .mapToObj(_ -> new Semaphore(perNamespace, true))
                .toArray(Semaphore[]::new);
    }

    @Override
    public Optional<EnvironmentPod> pod(ResourceName name) {
        return ask(name.namespace(), () -> asked.pod(name));
    }

    @Override
    public Optional<Controller> controllerOf(ResourceName replicaSet, String uid) {
        return ask(replicaSet.namespace(), () -> asked.controllerOf(replicaSet, uid));
    }

    @Override
    public Optional<EnvironmentDeployment> deployment(ResourceName name) {
        return ask(name.namespace(), () -> asked.deployment(name));
    }

    /** The namespace's place first: who waits for that holds none of all. */
    private <T> Optional<T> ask(String namespace, Supplier<Optional<T>> question) {
        Semaphore own = byNamespace[Math.floorMod(namespace.hashCode(), STRIPES)];
        own.acquireUninterruptibly();
        try {
            inAll.acquireUninterruptibly();
            try {
                return question.get();
            } finally {
                inAll.release();
            }
        } finally {
            own.release();
        }
    }
}
