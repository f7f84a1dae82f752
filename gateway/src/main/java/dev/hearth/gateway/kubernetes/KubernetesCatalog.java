package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Alias;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.ServedRevision;
import dev.hearth.gateway.catalog.AliasTarget;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.CatalogChange;
import dev.hearth.gateway.catalog.FunctionKey;
import dev.hearth.gateway.catalog.Home;
import dev.hearth.gateway.catalog.Qualifiers;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.catalog.Route;
import dev.hearth.gateway.operator.ServedFunctions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions of a cluster: what is to serve from the status of Functions and FunctionVersions, where the operator writes it in
 * one piece, and where aliases lead from their own words, so that one moves without the operator. Of a function that nothing serves
 * yet the operator may tell before its status does. Revisions that were replaced are remembered until their Deployment is gone,
 * since their pods still finish work.
 */
final class KubernetesCatalog implements Catalog, ServedFunctions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesCatalog.class);

    /** By namespace and Lambda name; guarded by this. */
    private final Map<ResourceName, FunctionGroup> groups = new HashMap<>();

    private final Map<FunctionKey, FunctionGroup> byKey = new ConcurrentHashMap<>();
    private final Map<ResourceName, ServedFunction> declarations = new ConcurrentHashMap<>();
    private final Map<ResourceName, ServedFunction> published = new ConcurrentHashMap<>();
    private final Map<String, ServedFunction> byDeployment = new ConcurrentHashMap<>();
    private final Map<String, String> accounts = new ConcurrentHashMap<>();
    private final List<Consumer<CatalogChange>> listeners = new CopyOnWriteArrayList<>();
    private final Follower<Function> functions;
    private final Follower<FunctionVersion> versions;
    private final Follower<Alias> aliases;

    private KubernetesCatalog(KubernetesClient client) {
        functions = Follower.of(
                "functions",
                client.resources(Function.class).inAnyNamespace(),
                Kept::of,
                listener(this::changed, this::removed));
        versions = Follower.of(
                "functionversions",
                client.resources(FunctionVersion.class).inAnyNamespace(),
                Kept::of,
                listener(this::published, this::withdrawn));
        aliases = Follower.of(
                "aliases",
                client.resources(Alias.class).inAnyNamespace(),
                Kept::of,
                listener(this::named, this::unnamed));
    }

    /** Follows the functions of all namespaces. */
    static KubernetesCatalog follow(KubernetesClient client) {
        return new KubernetesCatalog(client);
    }

    /** A resource that cannot be served leaves things as they were. */
    private <T extends HasMetadata> Follower.Listener<T> listener(Consumer<T> there, Consumer<T> gone) {
        return new Follower.Listener<>() {
            @Override
            public void there(T resource) {
                try {
                    there.accept(resource);
                } catch (IllegalArgumentException e) {
                    LOG.atError()
                            .setMessage("resource cannot be served; it stays as it was")
                            .addKeyValue("kind", resource.getKind())
                            .addKeyValue("name", ResourceName.of(resource))
                            .setCause(e)
                            .log();
                }
            }

            @Override
            public void gone(T resource) {
                gone.accept(resource);
            }
        };
    }

    /** Completes when everything that exists is known. */
    CompletionStage<Void> complete() {
        return functions.firstList().thenCompose(_ -> versions.firstList()).thenCompose(_ -> aliases.firstList());
    }

    // ---- functions ----

    private synchronized void changed(Function function) {
        ServedFunction.of(function).ifPresentOrElse(this::serve, () -> endOthers(function));
    }

    private synchronized void removed(Function function) {
        declaration(ResourceName.of(function))
                .filter(served -> isOf(served, function))
                .ifPresent(this::end);
    }

    /** One of this name was deleted and made anew, and nobody told of it. */
    private void endOthers(Function function) {
        declaration(ResourceName.of(function))
                .filter(served -> !isOf(served, function))
                .ifPresent(this::end);
    }

    private static boolean isOf(ServedFunction served, Function function) {
        return served.uid().equals(function.getMetadata().getUid());
    }

    private void serve(ServedFunction served) {
        ResourceName group = group(served);
        declaration(served.resource())
                .filter(before -> !group(before).equals(group))
                .ifPresent(this::end);
        declarations.put(served.resource(), served);
        remember(served);
        change(group, each -> each.declare(served));
    }

    private void end(ServedFunction served) {
        declarations.remove(served.resource());
        change(group(served), group -> group.withdrawDeclaration(served.resource()));
    }

    private Optional<ServedFunction> declaration(ResourceName name) {
        return Optional.ofNullable(declarations.get(name));
    }

    /** Where environments of a revision find its code, and what they are. */
    private void remember(ServedFunction served) {
        accounts.put(served.resource().namespace(), served.revision().function().accountId());
        served.withProvisioned()
                .forEach(each -> deployment(each.revision()).ifPresent(uid -> byDeployment.put(uid, each)));
    }

    // ---- what the operator asks ----

    @Override
    public Optional<Served> inService(Resource resource) {
        return serving(resource).map(now -> new Served(now.revision(), now.generation()));
    }

    @Override
    public synchronized boolean begin(Resource resource, String uid, ServedRevision revision) {
        ResourceName name = new ResourceName(resource.namespace(), resource.name());
        ServedFunction wanted = ServedFunction.of(name, uid, revision);
        if (serving(resource).filter(served -> served.uid().equals(uid)).isEmpty()) {
            switch (resource.kind()) {
                case FUNCTION -> known(functions, name, uid).ifPresent(_ -> serve(wanted));
                case VERSION -> known(versions, name, uid).ifPresent(version -> publish(wanted, version));
            }
        }
        return serving(resource)
                .filter(now -> now.uid().equals(uid))
                .filter(now -> now.revision().equals(wanted.revision()) && now.generation() == wanted.generation())
                .isPresent();
    }

    @Override
    public synchronized void withdraw(Resource resource, String uid) {
        ResourceName name = new ResourceName(resource.namespace(), resource.name());
        Optional.ofNullable(published.get(name))
                .filter(served -> served.uid().equals(uid))
                .ifPresent(this::withdraw);
    }

    private void withdraw(ServedFunction served) {
        published.remove(served.resource());
        change(group(served), group -> group.withdrawVersion(served.resource()));
    }

    @Override
    public synchronized Optional<Led> leads(String namespace, String alias) {
        ResourceName resource = new ResourceName(namespace, alias);
        return aliases.find(resource)
                .map(kept -> new ResourceName(namespace, kept.getSpec().getFunctionName()))
                .flatMap(name -> Optional.ofNullable(groups.get(name)))
                .flatMap(group -> group.alias(resource)
                        .flatMap(named -> group.qualifiers().route(named.name()).map(route -> led(named, route))));
    }

    private static Led led(FunctionGroup.NamedAlias named, Route route) {
        return new Led(
                named.generation(),
                route.revision().version(),
                route.second().map(share -> share.revision().version()));
    }

    private static <T extends HasMetadata> Optional<T> known(Follower<T> resources, ResourceName name, String uid) {
        return resources.find(name).filter(there -> there.getMetadata().getUid().equals(uid));
    }

    private Optional<ServedFunction> serving(Resource resource) {
        ResourceName name = new ResourceName(resource.namespace(), resource.name());
        return switch (resource.kind()) {
            case FUNCTION -> declaration(name);
            case VERSION -> Optional.ofNullable(published.get(name));
        };
    }

    // ---- versions and aliases ----

    private synchronized void published(FunctionVersion version) {
        ServedFunction.of(version).ifPresent(served -> publish(served, version));
    }

    private void publish(ServedFunction served, FunctionVersion version) {
        Optional<String> release = Optional.ofNullable(version.getSpec().getRelease());
        remember(served);
        published.put(served.resource(), served);
        change(group(served), group -> group.publish(new FunctionGroup.Version(served, release)));
    }

    private synchronized void withdrawn(FunctionVersion version) {
        ResourceName resource = ResourceName.of(version);
        published.remove(resource);
        change(
                new ResourceName(resource.namespace(), version.getSpec().getFunctionName()),
                group -> group.withdrawVersion(resource));
    }

    private synchronized void named(Alias alias) {
        ResourceName resource = ResourceName.of(alias);
        String name = Optional.ofNullable(alias.getSpec().getName()).orElse(resource.name());
        var declared = new FunctionGroup.NamedAlias(
                name,
                alias.getMetadata().getCreationTimestamp(),
                alias.getMetadata().getGeneration(),
                AliasTarget.of(alias.getSpec()));
        change(
                new ResourceName(resource.namespace(), alias.getSpec().getFunctionName()),
                group -> group.name(resource, declared));
    }

    private synchronized void unnamed(Alias alias) {
        ResourceName resource = ResourceName.of(alias);
        change(
                new ResourceName(resource.namespace(), alias.getSpec().getFunctionName()),
                group -> group.withdrawAlias(resource));
    }

    // ---- groups ----

    private static ResourceName group(ServedFunction served) {
        return new ResourceName(
                served.resource().namespace(), served.revision().function().name());
    }

    /** Changes a group, shows it to callers, then tells what serves now. */
    private void change(ResourceName name, Consumer<FunctionGroup> change) {
        FunctionGroup group = groups.computeIfAbsent(name, _ -> new FunctionGroup());
        Optional<FunctionKey> keyBefore = group.key();
        Qualifiers before = group.qualifiers();
        change.accept(group);
        Qualifiers now = group.refresh();
        Optional<FunctionKey> key = group.key();
        key.ifPresent(each -> byKey.put(each, group));
        keyBefore.filter(each -> !key.equals(Optional.of(each))).ifPresent(each -> byKey.remove(each, group));
        if (group.isEmpty()) {
            groups.remove(name);
        }
        now.changesSince(before).forEach(this::tell);
    }

    private void tell(CatalogChange change) {
        listeners.forEach(listener -> listener.accept(change));
    }

    // ---- reading ----

    private Optional<FunctionGroup> group(String accountId, String functionName) {
        return Optional.ofNullable(byKey.get(new FunctionKey(accountId, functionName)));
    }

    @Override
    public Optional<Revision> find(String accountId, String functionName) {
        return group(accountId, functionName)
                .flatMap(group -> group.qualifiers().latest());
    }

    @Override
    public Optional<Route> route(String accountId, String functionName, String qualifier) {
        return group(accountId, functionName)
                .flatMap(group -> group.qualifiers().route(qualifier));
    }

    @Override
    public Collection<Revision> all() {
        return byKey.values().stream()
                .flatMap(group -> group.qualifiers().revisions().stream())
                .toList();
    }

    @Override
    public void onChange(Consumer<CatalogChange> listener) {
        listeners.add(listener);
    }

    /** Which resource declares a function; empty: none that is served. */
    Optional<ResourceName> resourceOf(String accountId, String functionName) {
        return group(accountId, functionName).flatMap(FunctionGroup::latest).map(ServedFunction::resource);
    }

    /** The account id of a namespace; empty: no function of it was ever served. */
    Optional<String> accountOf(String namespace) {
        return Optional.ofNullable(accounts.get(namespace));
    }

    private static Optional<String> deployment(Revision revision) {
        return switch (revision.home()) {
            case Home.Cluster home -> Optional.of(home.deploymentUid());
            case Home.Machine machine -> Optional.empty();
        };
    }

    /** The revision that the pods of a Deployment run, serving or replaced. */
    Optional<Revision> ofDeployment(String uid) {
        return Optional.ofNullable(byDeployment.get(uid)).map(ServedFunction::revision);
    }

    /** Where the code of a revision came from, serving or replaced; empty: its Deployment is gone. */
    Optional<ServedFunction> ofRevision(Revision revision) {
        return deployment(revision).map(byDeployment::get);
    }

    /** A Deployment is gone: nothing will ask for its revision again. */
    void forgetDeployment(String uid) {
        byDeployment.remove(uid);
    }

    /** Whether changes are being told at this moment. */
    boolean isWatching() {
        return functions.isWatching() && versions.isWatching() && aliases.isWatching();
    }

    @Override
    public void close() {
        aliases.close();
        versions.close();
        functions.close();
    }
}
