package dev.hearth.gateway.kubernetes;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Identity facts asked for by a few at a time, and by fewer of one namespace: whoever has a pod has a token that the cluster has
 * signed, and may send it as often as he likes. Others wait, which are virtual threads, and of one namespace only so many: its
 * environments ask again.
 */
final class BoundedFacts implements IdentityFacts {
    private final IdentityFacts asked;
    private final int perNamespace;
    private final int waiting;
    private final Semaphore inAll;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    /** Questions of one namespace, under way and waiting; {@code asking} is changed within the map only. */
    private record Line(Semaphore places, int asking) {}

    /**
     * @param perNamespace questions under way
     * @param waiting more of one namespace are refused
     * @param all under way
     */
    BoundedFacts(IdentityFacts asked, int perNamespace, int waiting, int all) {
        this.asked = asked;
        this.perNamespace = perNamespace;
        this.waiting = waiting;
        inAll = new Semaphore(all, true);
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
        Semaphore own = enter(namespace);
        try {
            own.acquireUninterruptibly();
            try {
                return askInTurn(question);
            } finally {
                own.release();
            }
        } finally {
            leave(namespace);
        }
    }

    private <T> Optional<T> askInTurn(Supplier<Optional<T>> question) {
        inAll.acquireUninterruptibly();
        try {
            return question.get();
        } finally {
            inAll.release();
        }
    }

    private Semaphore enter(String namespace) {
        return Objects.requireNonNull(lines.compute(namespace, (_, line) -> one(namespace, line)))
                .places();
    }

    private Line one(String namespace, @Nullable Line line) {
        if (line == null) {
            return new Line(new Semaphore(perNamespace, true), 1);
        }
        if (line.asking() >= perNamespace + waiting) {
            throw new RejectedExecutionException(
                    line.asking() + " environments of namespace " + namespace + " are being identified already");
        }
        return new Line(line.places(), line.asking() + 1);
    }

    private void leave(String namespace) {
        lines.computeIfPresent(
                namespace, (_, line) -> line.asking() == 1 ? null : new Line(line.places(), line.asking() - 1));
    }

    /** Namespaces that ask now; for tests. */
    int askers() {
        return lines.size();
    }
}
