package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.catalog.AliasTarget;
import dev.hearth.gateway.catalog.FunctionKey;
import dev.hearth.gateway.catalog.PublishedVersion;
import dev.hearth.gateway.catalog.Qualifiers;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The resources of one Lambda function, in whatever order they come: what declares it, its versions, its aliases. Changed under
 * its catalog's monitor, read without.
 */
final class FunctionGroup {
    /** The one that was told last comes last. */
    private final SequencedMap<ResourceName, ServedFunction> declarations = new LinkedHashMap<>(2);

    private final Map<ResourceName, Version> versions = new HashMap<>(0);
    private final Map<ResourceName, NamedAlias> aliases = new HashMap<>(0);
    private volatile Qualifiers qualifiers = Qualifiers.NONE;
    private volatile Optional<ServedFunction> latest = Optional.empty();

    /** A version and the function's release when it was published. */
    record Version(ServedFunction served, Optional<String> release) {
        PublishedVersion published() {
            return new PublishedVersion(served.revision(), release);
        }
    }

    /**
     * An alias as a resource declares it.
     *
     * @param created RFC 3339; of two of one name the older counts
     * @param generation of the resource
     */
    record NamedAlias(String name, String created, long generation, AliasTarget target) {}

    // ---- reading ----

    Qualifiers qualifiers() {
        return qualifiers;
    }

    /** What serves {@code $LATEST}. */
    Optional<ServedFunction> latest() {
        return latest;
    }

    /** Where callers find it; empty: nothing of it serves. */
    Optional<FunctionKey> key() {
        return qualifiers.revisions().stream().findFirst().map(FunctionKey::of);
    }

    boolean isEmpty() {
        return declarations.isEmpty() && versions.isEmpty() && aliases.isEmpty();
    }

    // ---- changing ----

    void declare(ServedFunction served) {
        declarations.putLast(served.resource(), served);
    }

    void withdrawDeclaration(ResourceName resource) {
        declarations.remove(resource);
    }

    void publish(Version version) {
        versions.put(version.served().resource(), version);
    }

    void withdrawVersion(ResourceName resource) {
        versions.remove(resource);
    }

    void name(ResourceName resource, NamedAlias alias) {
        aliases.put(resource, alias);
    }

    void withdrawAlias(ResourceName resource) {
        aliases.remove(resource);
    }

    /** Works out what comes of the changes. Of two resources that declare the function, the last that the operator chose serves. */
    Qualifiers refresh() {
        latest = Optional.ofNullable(declarations.lastEntry()).map(Map.Entry::getValue);
        qualifiers = qualifiers.with(
                latest.map(ServedFunction::revision),
                versions.values().stream().map(Version::published).toList(),
                targets());
        return qualifiers;
    }

    private Map<String, AliasTarget> targets() {
        Map<String, AliasTarget> targets = new TreeMap<>();
        aliases.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<ResourceName, NamedAlias> each) ->
                                each.getValue().created())
                        .thenComparing(each -> each.getKey().name()))
                .map(Map.Entry::getValue)
                .forEach(each -> targets.putIfAbsent(each.name(), each.target()));
        return targets;
    }

    /** An alias as its resource declares it; guarded like changes. */
    Optional<NamedAlias> alias(ResourceName resource) {
        return Optional.ofNullable(aliases.get(resource));
    }
}
