package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Alias;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.ServedRevision;
import dev.hearth.gateway.catalog.AliasTarget;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.CatalogChange;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.catalog.Route;
import dev.hearth.gateway.log.LogTurns;
import dev.hearth.gateway.operator.ServedFunctions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** So long a Deployment that was not seen may still come to be: the status that names it may be ahead of it. */
    private static final Duration UNSEEN = Duration.ofSeconds(60);

    /** A version that is served no more, though its resource may still be there. */
    private record Withdrawn(ServedFunction served, long sinceNanos) {}

    private final LongSupplier clock;
    private final LogTurns<String> logTurns;
    /** Changed under this one's monitor. */
    private final FunctionGroups groups = new FunctionGroups();

    private final Map<ResourceName, ServedFunction> declarations = new ConcurrentHashMap<>();
    private final Map<ResourceName, ServedFunction> published = new ConcurrentHashMap<>();
    private final Map<ResourceName, Withdrawn> withdrawn = new ConcurrentHashMap<>();
    private final Map<DeploymentRef, ServedFunction> byDeployment = new ConcurrentHashMap<>();
    /** Since when a Deployment neither serves nor is there. */
    private final Map<DeploymentRef, Long> unseen = new HashMap<>();

    private final Map<String, String> accounts = new ConcurrentHashMap<>();
    private final Resources<Function> functions;
    private final Resources<FunctionVersion> versions;
    private final Resources<Alias> aliases;

    /**
     * Follows the functions of all namespaces.
     *
     * @param clock monotonic nanoseconds
     */
    KubernetesCatalog(Resources.Source everywhere, LongSupplier clock) {
        this.clock = clock;
        logTurns = new LogTurns<>(clock);
        functions = everywhere.follow("functions", Function.class, Kept::of, listener(this::changed, this::removed));
        versions = everywhere.follow(
                "functionversions", FunctionVersion.class, Kept::of, listener(this::published, this::withdrawn));
        aliases = everywhere.follow("aliases", Alias.class, Kept::of, listener(this::named, this::unnamed));
        functions.start();
        versions.start();
        aliases.start();
    }

    /** A resource that cannot be served leaves things as they were. */
    private <T extends HasMetadata> Resources.Listener<T> listener(Consumer<T> there, Consumer<T> gone) {
        return new Resources.Listener<>() {
            @Override
            public void there(T resource) {
                try {
                    there.accept(resource);
                } catch (IllegalArgumentException e) {
                    unservable(resource, e);
                }
            }

            @Override
            public void gone(T resource) {
                gone.accept(resource);
            }
        };
    }

    /** Whoever may write resources of a namespace can write one as often as he likes. */
    private void unservable(HasMetadata resource, IllegalArgumentException why) {
        logTurns.take(resource.getMetadata().getNamespace())
                .ifPresent(before -> LOG.atError()
                        .setMessage("resource cannot be served; it stays as it was")
                        .addKeyValue("kind", resource.getKind())
                        .addKeyValue("name", ResourceName.of(resource))
                        .addKeyValue("othersBefore", before)
                        .setCause(why)
                        .log());
    }

    /** Completes when everything that exists is known. */
    CompletionStage<Void> complete() {
        return functions.firstList().thenCompose(_ -> versions.firstList()).thenCompose(_ -> aliases.firstList());
    }

    // ---- functions ----

    private synchronized void changed(Function function) {
        if (isCurrent(functions, function)) {
            ServedFunction.of(function).ifPresentOrElse(this::serve, () -> endOthers(function));
        }
    }

    /** Events are told after the informer knows better: its word for one that was made anew since counts for nothing. */
    private static <T extends HasMetadata> boolean isCurrent(Resources<T> resources, T told) {
        return known(resources, ResourceName.of(told), told.getMetadata().getUid())
                .isPresent();
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
        served.withProvisioned().forEach(each -> byDeployment.put(DeploymentRef.of(each.revision()), each));
    }

    // ---- what the operator asks ----

    @Override
    public Optional<Served> inService(Resource resource) {
        return serving(resource).map(now -> new Served(now.revisionId(), now.revision(), now.generation()));
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

    /**
     * Call it about once a second.
     *
     * @param isThere whether a Deployment is there, as far as was seen
     */
    synchronized void review(Predicate<DeploymentRef> isThere) {
        serveWhatWasNotDeleted(clock.getAsLong());
        forgetDeployments(isThere, clock.getAsLong());
    }

    /** Forgets what neither serves nor is there, in whatever order it was told of. */
    private void forgetDeployments(Predicate<DeploymentRef> isThere, long now) {
        Set<DeploymentRef> serving = Stream.of(declarations.values().stream(), published.values().stream())
                .flatMap(each -> each)
                .flatMap(ServedFunction::withProvisioned)
                .map(each -> DeploymentRef.of(each.revision()))
                .collect(Collectors.toSet());
        unseen.keySet().removeIf(each -> serving.contains(each) || isThere.test(each));
        byDeployment
                .keySet()
                .removeIf(each -> !serving.contains(each)
                        && !isThere.test(each)
                        && now - unseen.computeIfAbsent(each, _ -> now) > UNSEEN.toNanos());
        unseen.keySet().retainAll(byDeployment.keySet());
    }

    private void serveWhatWasNotDeleted(long now) {
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

    private static <T extends HasMetadata> Optional<T> known(Resources<T> resources, ResourceName name, String uid) {
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
        if (isCurrent(versions, version)) {
            ServedFunction.of(version).ifPresent(served -> publish(served, version));
        }
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

    /** The revision that the pods of a Deployment run, serving or replaced. */
    Optional<Revision> ofDeployment(DeploymentRef deployment) {
        return Optional.ofNullable(byDeployment.get(deployment)).map(ServedFunction::revision);
    }

    /** Where the code of a revision came from, serving or replaced; empty: its Deployment is gone. */
    Optional<ServedFunction> ofRevision(Revision revision) {
        return Optional.ofNullable(byDeployment.get(DeploymentRef.of(revision)));
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
