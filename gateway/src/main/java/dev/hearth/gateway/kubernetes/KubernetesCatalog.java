package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Function;
import dev.hearth.crds.ServedRevision;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.CatalogChange;
import dev.hearth.gateway.catalog.FunctionKey;
import dev.hearth.gateway.catalog.Home;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.operator.ServedFunctions;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions of a cluster, from the status of their custom resources: the operator writes there, in one piece, what is to
 * serve. Of a function that nothing serves yet it may tell before. Revisions that were replaced are remembered until their Deployment is gone, since their pods still finish work.
 */
final class KubernetesCatalog implements Catalog, ServedFunctions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesCatalog.class);

    private final Map<ResourceName, ServedFunction> byResource = new ConcurrentHashMap<>();
    private final Map<FunctionKey, ServedFunction> byKey = new ConcurrentHashMap<>();
    private final Map<String, ServedFunction> byDeployment = new ConcurrentHashMap<>();
    private final Map<String, String> accounts = new ConcurrentHashMap<>();
    private final List<Consumer<CatalogChange>> listeners = new CopyOnWriteArrayList<>();
    private final Follower<Function> functions;

    private KubernetesCatalog(KubernetesClient client) {
        functions = Follower.of(
                "functions", client.resources(Function.class).inAnyNamespace(), Kept::of, new Follower.Listener<>() {
                    @Override
                    public void there(Function function) {
                        changed(function);
                    }

                    @Override
                    public void gone(Function function) {
                        removed(function);
                    }
                });
    }

    /** Follows the Functions of all namespaces. */
    static KubernetesCatalog follow(KubernetesClient client) {
        return new KubernetesCatalog(client);
    }

    /** Completes when every function that exists is known. */
    CompletionStage<Void> complete() {
        return functions.firstList();
    }

    private synchronized void changed(Function function) {
        ResourceName name = ResourceName.of(function);
        try {
            ServedFunction.of(function)
                    .ifPresentOrElse(this::serve, () -> end(name, served -> !isOf(served, function)));
        } catch (IllegalArgumentException e) {
            LOG.atError()
                    .setMessage("function's status cannot be served; it stays as it was")
                    .addKeyValue("function", name)
                    .setCause(e)
                    .log();
        }
    }

    @Override
    public Optional<Served> inService(String namespace, String function) {
        return resource(new ResourceName(namespace, function))
                .map(now -> new Served(now.revision().id(), now.generation()));
    }

    @Override
    public synchronized boolean begin(String namespace, String function, String uid, ServedRevision revision) {
        ResourceName name = new ResourceName(namespace, function);
        boolean known = functions
                .find(name)
                .filter(there -> there.getMetadata().getUid().equals(uid))
                .isPresent();
        if (!known) {
            return false;
        }
        ServedFunction wanted = ServedFunction.of(name, uid, revision);
        if (resource(name).filter(served -> served.uid().equals(uid)).isEmpty()) {
            serve(wanted);
        }
        return resource(name)
                .filter(now -> now.revision().equals(wanted.revision()) && now.generation() == wanted.generation())
                .isPresent();
    }

    private void serve(ServedFunction served) {
        ResourceName name = served.resource();
        Revision now = served.revision();
        Optional<ServedFunction> before = Optional.ofNullable(byResource.put(name, served));
        accounts.put(name.namespace(), now.function().accountId());
        cluster(now).ifPresent(uid -> byDeployment.put(uid, served));
        byKey.put(key(served), served);
        before.filter(each -> !key(each).equals(key(served))).ifPresent(this::forget);
        Optional<Revision> old = before.map(ServedFunction::revision);
        if (!old.equals(Optional.of(now))) {
            tell(new CatalogChange.Served(now, old));
        }
    }

    private synchronized void removed(Function function) {
        end(ResourceName.of(function), served -> isOf(served, function));
    }

    /** Rather than of one that had its name before, or has it now. */
    private static boolean isOf(ServedFunction served, Function function) {
        return served.uid().equals(function.getMetadata().getUid());
    }

    private void end(ResourceName name, Predicate<ServedFunction> which) {
        resource(name).filter(which).ifPresent(before -> {
            byResource.remove(name);
            forget(before);
            tell(new CatalogChange.Removed(before.revision()));
        });
    }

    /** Unless another function has its name by now. */
    private void forget(ServedFunction before) {
        byKey.remove(key(before), before);
    }

    private static FunctionKey key(ServedFunction served) {
        return FunctionKey.of(served.revision());
    }

    private void tell(CatalogChange change) {
        listeners.forEach(listener -> listener.accept(change));
    }

    private static Optional<String> cluster(Revision revision) {
        return switch (revision.home()) {
            case Home.Cluster home -> Optional.of(home.deploymentUid());
            case Home.Machine machine -> Optional.empty();
        };
    }

    @Override
    public Optional<Revision> find(String accountId, String functionName) {
        return served(accountId, functionName).map(ServedFunction::revision);
    }

    private Optional<ServedFunction> served(String accountId, String functionName) {
        return Optional.ofNullable(byKey.get(new FunctionKey(accountId, functionName)));
    }

    @Override
    public Collection<Revision> all() {
        return byKey.values().stream().map(ServedFunction::revision).toList();
    }

    @Override
    public void onChange(Consumer<CatalogChange> listener) {
        listeners.add(listener);
    }

    /** Which resource declares a function; empty: none that is served. */
    Optional<ResourceName> resourceOf(String accountId, String functionName) {
        return served(accountId, functionName).map(ServedFunction::resource);
    }

    /** The account id of a namespace; empty: no function of it was ever served. */
    Optional<String> accountOf(String namespace) {
        return Optional.ofNullable(accounts.get(namespace));
    }

    /** What serves a Function resource now. */
    private Optional<ServedFunction> resource(ResourceName name) {
        return Optional.ofNullable(byResource.get(name));
    }

    /** The revision that the pods of a Deployment run, serving or replaced. */
    Optional<Revision> ofDeployment(String uid) {
        return Optional.ofNullable(byDeployment.get(uid)).map(ServedFunction::revision);
    }

    /** Where the code of a revision came from, serving or replaced; empty: its Deployment is gone. */
    Optional<ServedFunction> ofRevision(Revision revision) {
        return cluster(revision).map(byDeployment::get);
    }

    /** A Deployment is gone: nothing will ask for its revision again. */
    void forgetDeployment(String uid) {
        byDeployment.remove(uid);
    }

    /** Whether changes are being told at this moment. */
    boolean isWatching() {
        return functions.isWatching();
    }

    @Override
    public void close() {
        functions.close();
    }
}
