package dev.hearth.gateway.catalog;

import dev.hearth.gateway.catalog.CatalogChange.Broken;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Decides where the aliases of one function lead and what is kept initialised for its versions: declarations in, what can be
 * invoked out. An alias that cannot lead where it says stays where it was.
 */
final class AliasScan {
    private final Qualifiers before;
    private final Revision latest;
    private final Collection<PublishedVersion> versions;
    private final Reservations reservations;
    private final SequencedMap<String, Declared.Named> aliases = new LinkedHashMap<>();
    private final Map<String, Integer> provisioned = new HashMap<>();
    private final List<Broken> broken = new ArrayList<>();
    /** Environments for all versions that are granted at this moment. */
    private int held;

    AliasScan(Qualifiers before, Revision latest, Collection<PublishedVersion> versions, Reservations reservations) {
        this.before = before;
        this.latest = latest;
        this.versions = versions;
        this.reservations = reservations;
    }

    /** What is wrong; complete after {@link #next}. */
    List<Broken> broken() {
        return broken;
    }

    void add(Declared.Named alias) {
        Declared.Named rival = aliases.putIfAbsent(alias.alias(), alias);
        if (rival != null) {
            refuse(
                    alias,
                    false,
                    "metadata.name",
                    "'%s' is also declared by %s (NameConflict); give one of them another spec.name"
                            .formatted(alias.alias(), rival.file()));
        }
    }

    Qualifiers next() {
        Qualifiers plain = with(versions);
        Map<Declared.Named, Map<String, Integer>> asked = new LinkedHashMap<>();
        for (Declared.Named alias : aliases.values()) {
            check(alias, plain);
            Optional.ofNullable(plain.aliases().get(alias.alias()))
                    .ifPresent(route -> asked.put(alias, parts(alias.provisioned(), route)));
        }
        release(asked.values());
        asked.forEach(this::provision);
        return provisioned.isEmpty() ? plain : with(withProvisioned());
    }

    private Qualifiers with(Collection<PublishedVersion> published) {
        Map<String, AliasTarget> targets = new HashMap<>();
        aliases.forEach((name, alias) -> targets.put(name, alias.target()));
        return before.with(Optional.of(latest), published, targets);
    }

    private void check(Declared.Named alias, Qualifiers now) {
        if (now.route(alias.target()).isEmpty()) {
            String there = versions.isEmpty()
                    ? "none is published; set spec.publish: true in the Function"
                    : "there are "
                            + String.join(
                                    ", ",
                                    versions.stream()
                                            .map(PublishedVersion::version)
                                            .toList());
            refuse(
                    alias,
                    now.aliases().containsKey(alias.alias()),
                    "spec",
                    "function '%s' has no such version (VersionNotFound); %s"
                            .formatted(latest.function().name(), there));
        }
    }

    // ---- provisioned concurrency ----

    /** What no alias asks for any more is free again. */
    private void release(Collection<Map<String, Integer>> asked) {
        int released = before.versions().keySet().stream()
                .filter(version -> asked.stream().noneMatch(parts -> parts.containsKey(version)))
                .mapToInt(before::provisioned)
                .sum();
        if (released > 0) {
            reservations.provision(latest, before.provisioned(), -released);
        }
        held = before.provisioned() - released;
    }

    /** @param parts environments by version */
    private void provision(Declared.Named alias, Map<String, Integer> parts) {
        Optional<String> refusal = conflict(parts).or(() -> tooMuch(parts));
        if (refusal.isPresent()) {
            refuse(alias, true, "spec.provisionedConcurrencyConfig", refusal.get());
            parts.keySet().forEach(version -> grant(version, before.provisioned(version)));
        } else {
            parts.forEach(this::grant);
        }
    }

    /** In proportion to the weights. */
    private static Map<String, Integer> parts(int all, Route route) {
        int second =
                (int) Math.round(all * route.second().map(Route.Share::weight).orElse(0.0));
        Map<String, Integer> parts = new LinkedHashMap<>();
        parts.put(route.revision().version(), all - second);
        route.second().ifPresent(share -> parts.put(share.revision().version(), second));
        parts.values().removeIf(part -> part == 0);
        return parts;
    }

    private Optional<String> conflict(Map<String, Integer> parts) {
        return parts.keySet().stream()
                .filter(provisioned::containsKey)
                .findFirst()
                .map(version ->
                        "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version: version %s has it; provision the version in one alias"
                                .formatted(version));
    }

    private Optional<String> tooMuch(Map<String, Integer> parts) {
        int growth = parts.entrySet().stream()
                .mapToInt(part -> part.getValue() - before.provisioned(part.getKey()))
                .sum();
        Optional<String> refusal = reservations.provision(latest, held, growth);
        if (refusal.isEmpty()) {
            held += growth;
        }
        return refusal;
    }

    private void grant(String version, int environments) {
        if (environments > 0) {
            provisioned.putIfAbsent(version, environments);
        }
    }

    private List<PublishedVersion> withProvisioned() {
        return versions.stream().map(this::withProvisioned).toList();
    }

    private PublishedVersion withProvisioned(PublishedVersion version) {
        int environments = provisioned.getOrDefault(version.version(), 0);
        Revision revision = version.revision();
        return environments == 0
                ? version
                : new PublishedVersion(
                        revision.provisioned(revision.id() + "-provisioned", revision.home(), environments),
                        version.release());
    }

    private void refuse(Declared.Named alias, boolean keeps, String field, String message) {
        broken.add(new Broken(
                alias.file(),
                alias.name(),
                List.of(new CatalogProblem(alias.file(), alias.line(), field, message)),
                keeps));
    }
}
