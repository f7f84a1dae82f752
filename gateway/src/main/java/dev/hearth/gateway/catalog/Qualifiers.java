package dev.hearth.gateway.catalog;

import dev.hearth.gateway.catalog.AliasTarget.Named;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All of a function that can be invoked, at one moment; immutable.
 *
 * @param latest {@code $LATEST}; empty: it does not serve
 * @param versions by number
 * @param aliases by name
 */
public record Qualifiers(
        Optional<Revision> latest, Map<String, PublishedVersion> versions, Map<String, Route> aliases) {
    static final String LATEST = "$LATEST";
    public static final Qualifiers NONE = new Qualifiers(Optional.empty(), Map.of(), Map.of());

    public Qualifiers {
        versions = Map.copyOf(versions);
        aliases = Map.copyOf(aliases);
    }

    /**
     * What comes of a change. An alias whose versions are not all there yet stays where it was: it moves in one step.
     *
     * @param targets every alias by name
     */
    public Qualifiers with(
            Optional<Revision> nextLatest,
            Collection<PublishedVersion> nextVersions,
            Map<String, AliasTarget> targets) {
        Map<String, PublishedVersion> byNumber = new HashMap<>();
        nextVersions.forEach(each -> byNumber.put(each.version(), bounded(each, nextLatest)));
        Qualifiers next = new Qualifiers(nextLatest, byNumber, Map.of());
        Map<String, Route> routes = new HashMap<>();
        targets.forEach((name, target) -> next.route(target)
                .or(() -> Optional.ofNullable(aliases.get(name)).flatMap(next::renewed))
                .ifPresent(route -> routes.put(name, route)));
        return new Qualifiers(nextLatest, byNumber, routes);
    }

    /** How far a version scales is the function's to say, now; how many are kept without demand is not. */
    private static PublishedVersion bounded(PublishedVersion version, Optional<Revision> function) {
        Revision.Bounds bounds = function.map(Revision::bounds)
                .map(Revision.Bounds::withoutMinimum)
                .orElse(version.revision().bounds());
        return new PublishedVersion(version.revision().bounded(bounds), version.release());
    }

    /** All versions, nothing provisioned for any of them. */
    List<PublishedVersion> withoutProvisioned() {
        return versions.values().stream()
                .map(version -> new PublishedVersion(version.revision().withoutProvisioned(), version.release()))
                .toList();
    }

    /** The same with another {@code $LATEST}. */
    Qualifiers withLatest(Revision next) {
        return new Qualifiers(Optional.of(next), versions, aliases);
    }

    // ---- where invocations go ----

    /** Where a version's number, {@code $LATEST} or an alias leads; empty: there is none of this name. */
    public Optional<Route> route(String qualifier) {
        Route alias = aliases.get(qualifier);
        return alias != null ? Optional.of(alias) : revision(qualifier).map(Route::to);
    }

    private Optional<Revision> revision(String version) {
        return version.equals(LATEST)
                ? latest
                : Optional.ofNullable(versions.get(version)).map(PublishedVersion::revision);
    }

    /** Where an alias that says so leads; empty: a version that it names is not there. */
    Optional<Route> route(AliasTarget target) {
        Optional<Route.Share> second = target.second()
                .flatMap(share -> revision(share.version()).map(now -> new Route.Share(now, share.weight())));
        return second.isPresent() == target.second().isPresent()
                ? named(target.named()).map(revision -> new Route(revision, second, target.events()))
                : Optional.empty();
    }

    private Optional<Revision> named(Named named) {
        return switch (named) {
            case Named.Version(String version) -> revision(version);
            case Named.Release(String release) -> newest(each -> each.release().equals(Optional.of(release)));
            case Named.LatestPublished() -> newest(_ -> true);
        };
    }

    private Optional<Revision> newest(Predicate<PublishedVersion> which) {
        return versions.values().stream()
                .filter(which)
                .max(Comparator.comparingLong(PublishedVersion::number))
                .map(PublishedVersion::revision);
    }

    /** The same route over what is there now; empty: a part of it is not. */
    private Optional<Route> renewed(Route before) {
        Optional<Revision> first = revision(before.revision().version());
        Optional<Route.Share> second = before.second()
                .flatMap(
                        share -> revision(share.revision().version()).map(now -> new Route.Share(now, share.weight())));
        return second.isPresent() == before.second().isPresent()
                ? first.map(revision -> new Route(revision, second, before.events()))
                : Optional.empty();
    }

    // ---- what serves ----

    /** Numbers of versions that an alias leads to or that are kept initialised. */
    Set<String> used() {
        Set<String> used = new HashSet<>();
        aliases.values().forEach(route -> route.revisions().forEach(revision -> used.add(revision.version())));
        versions.keySet().stream().filter(version -> provisioned(version) > 0).forEach(used::add);
        return used;
    }

    /** How many environments are kept initialised for all versions. */
    int provisioned() {
        return versions.values().stream()
                .mapToInt(each -> each.revision().provisionedConcurrency())
                .sum();
    }

    /** How many environments are kept initialised for a version. */
    int provisioned(String version) {
        return Optional.ofNullable(versions.get(version))
                .map(each -> each.revision().provisionedConcurrency())
                .orElse(0);
    }

    /** Each of them. */
    public List<Revision> revisions() {
        return Stream.concat(latest.stream(), versions.values().stream().map(PublishedVersion::revision))
                .toList();
    }

    /** What serves otherwise than before. */
    public List<CatalogChange> changesSince(Qualifiers before) {
        List<CatalogChange> changes = new ArrayList<>();
        for (Revision now : revisions()) {
            Optional<Revision> was = before.revision(now.version());
            if (!was.equals(Optional.of(now))) {
                changes.add(new CatalogChange.Served(now, was));
            }
        }
        before.revisions().stream()
                .filter(was -> revision(was.version()).isEmpty())
                .forEach(was -> changes.add(new CatalogChange.Removed(was)));
        return changes;
    }
}
