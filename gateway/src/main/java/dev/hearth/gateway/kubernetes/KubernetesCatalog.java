package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Alias;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.ServedRevision;
import dev.hearth.gateway.catalog.AliasTarget;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.CatalogChange;
import dev.hearth.gateway.catalog.Home;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.catalog.Route;
import dev.hearth.gateway.operator.ServedFunctions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
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

    /** A version that is about to be deleted is so within this time, or not at all. */
    private static final Duration WITHDRAWN = Duration.ofSeconds(30);

    /** A version that is served no more, though its resource may still be there. */
    private record Withdrawn(ServedFunction served, long sinceNanos) {}

    private final LongSupplier clock;
    /** Changed under this one's monitor. */
    private final FunctionGroups groups = new FunctionGroups();

    private final Map<ResourceName, ServedFunction> declarations = new ConcurrentHashMap<>();
    private final Map<ResourceName, ServedFunction> published = new ConcurrentHashMap<>();
    private final Map<ResourceName, Withdrawn> withdrawn = new ConcurrentHashMap<>();
    private final Map<String, ServedFunction> byDeployment = new ConcurrentHashMap<>();
    private final Map<String, String> accounts = new ConcurrentHashMap<>();
    private final Follower<Function> functions;
    private final Follower<FunctionVersion> versions;
    private final Follower<Alias> aliases;

    private KubernetesCatalog(KubernetesClient client, LongSupplier clock) {
        this.clock = clock;
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

    /**
     * Follows the functions of all namespaces.
     *
     * @param clock monotonic nanoseconds
     */
    static KubernetesCatalog follow(KubernetesClient client, LongSupplier clock) {
        return new KubernetesCatalog(client, clock);
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
        groups.change(group, each -> each.declare(served));
    }

    private void end(ServedFunction served) {
        declarations.remove(served.resource());
        groups.change(group(served), group -> group.withdrawDeclaration(served.resource()));
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
    public synchronized Optional<Revision> withdraw(Resource resource, String uid) {
        ResourceName name = new ResourceName(resource.namespace(), resource.name());
        Optional.ofNullable(published.get(name))
                .filter(served -> served.uid().equals(uid))
                .ifPresent(this::withdraw);
        return Optional.ofNullable(withdrawn.get(name))
                .map(Withdrawn::served)
                .filter(served -> served.uid().equals(uid))
                .map(ServedFunction::revision);
    }

    private void withdraw(ServedFunction served) {
        withdrawn.put(served.resource(), new Withdrawn(served, clock.getAsLong()));
        published.remove(served.resource());
        groups.change(group(served), group -> group.withdrawVersion(served.resource()));
    }

    /** Serves again what was to be deleted and is still there: call it about once a second. */
    synchronized void review() {
        long now = clock.getAsLong();
        List<Withdrawn> kept = withdrawn.values().stream()
                .filter(each -> now - each.sinceNanos() > WITHDRAWN.toNanos())
                .toList();
        for (Withdrawn each : kept) {
            ResourceName name = each.served().resource();
            withdrawn.remove(name);
            known(versions, name, each.served().uid())
                    .filter(_ -> !published.containsKey(name))
                    .ifPresent(version -> publish(each.served(), version));
        }
    }

    @Override
    public synchronized Optional<Led> leads(String namespace, String alias) {
        ResourceName resource = new ResourceName(namespace, alias);
        return aliases.find(resource)
                .map(kept -> new ResourceName(namespace, kept.getSpec().getFunctionName()))
                .flatMap(groups::find)
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
        groups.change(group(served), group -> group.publish(new FunctionGroup.Version(served, release)));
    }

    private synchronized void withdrawn(FunctionVersion version) {
        ResourceName resource = ResourceName.of(version);
        published.remove(resource);
        groups.change(
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
        groups.change(
                new ResourceName(resource.namespace(), alias.getSpec().getFunctionName()),
                group -> group.name(resource, declared));
    }

    private synchronized void unnamed(Alias alias) {
        ResourceName resource = ResourceName.of(alias);
        groups.change(
                new ResourceName(resource.namespace(), alias.getSpec().getFunctionName()),
                group -> group.withdrawAlias(resource));
    }

    private static ResourceName group(ServedFunction served) {
        return new ResourceName(
                served.resource().namespace(), served.revision().function().name());
    }

    // ---- reading ----

    @Override
    public Optional<Revision> find(String accountId, String functionName) {
        return groups.find(accountId, functionName)
                .flatMap(group -> group.qualifiers().latest());
    }

    @Override
    public Optional<Route> route(String accountId, String functionName, String qualifier) {
        return groups.find(accountId, functionName)
                .flatMap(group -> group.qualifiers().route(qualifier));
    }

    @Override
    public Collection<Revision> all() {
        return groups.revisions();
    }

    @Override
    public void onChange(Consumer<CatalogChange> listener) {
        groups.onChange(listener);
    }

    /** Which resource declares a function; empty: none that is served. */
    Optional<ResourceName> resourceOf(String accountId, String functionName) {
        return groups.find(accountId, functionName)
                .flatMap(FunctionGroup::latest)
                .map(ServedFunction::resource);
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
