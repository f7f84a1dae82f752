package dev.hearth.gateway.catalog;

import dev.hearth.gateway.catalog.CatalogChange.Broken;
import dev.hearth.gateway.catalog.CatalogChange.Mended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * All that a folder catalog knows at one moment, immutable.
 *
 * @param serving in the order of their manifests
 * @param broken declarations that cannot be served as they are written
 */
record Snapshot(SequencedMap<FunctionKey, Serving> serving, List<Broken> broken) {
    static final Snapshot EMPTY = new Snapshot(new LinkedHashMap<>(), List.of());

    Snapshot {
        serving = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(serving));
        broken = List.copyOf(broken);
    }

    /**
     * A function.
     *
     * @param manifest that declares it
     * @param resource the name it has there
     * @param aliases as they were declared when they were right
     */
    record Serving(Path manifest, String resource, Qualifiers qualifiers, List<Declared.Named> aliases) {
        Serving {
            aliases = List.copyOf(aliases);
        }

        /** {@code $LATEST}. */
        Revision revision() {
            return qualifiers.latest().orElseThrow();
        }
    }

    Qualifiers find(FunctionKey key) {
        return Optional.ofNullable(serving.get(key)).map(Serving::qualifiers).orElse(Qualifiers.NONE);
    }

    /** Why a function that is declared does not serve; empty: it does, or nothing that can be read declares it. */
    Optional<CatalogProblem> obstacle(FunctionKey key) {
        return broken.stream()
                .filter(each -> each.claimed().filter(key::equals).isPresent() && !serving.containsKey(key))
                .flatMap(each -> each.problems().stream())
                .findFirst();
    }

    /** The same with folders and files that cannot be read. */
    Snapshot with(List<CatalogProblem> unreadable) {
        List<Broken> all = new ArrayList<>(broken);
        unreadable.forEach(problem -> all.add(new Broken(problem.file(), Optional.empty(), List.of(problem), false)));
        return new Snapshot(serving, all);
    }

    /** Whether a function or an alias of this one is missing in that one. */
    boolean losesIn(Snapshot later) {
        return serving.entrySet().stream()
                .anyMatch(each -> !later.serving.containsKey(each.getKey())
                        || !later.find(each.getKey())
                                .aliases()
                                .keySet()
                                .containsAll(
                                        each.getValue().qualifiers().aliases().keySet()));
    }

    List<CatalogChange> changesSince(Snapshot before) {
        List<CatalogChange> changes = new ArrayList<>();
        before.serving.forEach((key, was) -> {
            if (!serving.containsKey(key)) {
                changes.addAll(Qualifiers.NONE.changesSince(was.qualifiers()));
            }
        });
        serving.forEach((key, now) -> changes.addAll(now.qualifiers().changesSince(before.find(key))));
        broken.stream().filter(now -> !before.broken.contains(now)).forEach(changes::add);
        before.broken.stream()
                .filter(was -> !isBroken(was))
                .forEach(was -> changes.add(new Mended(was.file(), was.function())));
        return changes;
    }

    private boolean isBroken(Broken was) {
        return broken.stream()
                .anyMatch(now -> now.file().equals(was.file()) && now.function().equals(was.function()));
    }
}
