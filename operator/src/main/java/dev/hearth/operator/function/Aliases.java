package dev.hearth.operator.function;

import dev.hearth.crds.Alias;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The aliases that are known, by function, so that a version that is served finds those that it matters to. */
@Singleton
final class Aliases {
    private static final String BY_FUNCTION = "functionName";

    private final SimpleInboundEventSource<Alias> versionChanges = new SimpleInboundEventSource<>("versionChanges");
    private Optional<IndexerResourceCache<Alias>> known = Optional.empty();

    SimpleInboundEventSource<Alias> follow(IndexerResourceCache<Alias> cache) {
        cache.addIndexer(
                BY_FUNCTION,
                alias -> List.of(
                        key(alias.getMetadata().getNamespace(), alias.getSpec().getFunctionName())));
        known = Optional.of(cache);
        return versionChanges;
    }

    /** A version of a function stands otherwise than before. */
    void versionsChanged(String namespace, String functionName) {
        if (versionChanges.isRunning()) {
            of(namespace, functionName).forEach(alias -> versionChanges.propagateEvent(ResourceID.fromResource(alias)));
        }
    }

    /** Another Alias of the same name and function that came first. */
    Optional<Alias> elderNamesake(Alias alias) {
        return of(alias.getMetadata().getNamespace(), alias.getSpec().getFunctionName()).stream()
                .filter(other -> name(other).equals(name(alias)))
                .min(Comparator.comparing((Alias each) -> each.getMetadata().getCreationTimestamp())
                        .thenComparing(each -> each.getMetadata().getName()))
                .filter(elder ->
                        !elder.getMetadata().getUid().equals(alias.getMetadata().getUid()));
    }

    /** Those of a function that count: of several of one name the eldest. */
    List<Alias> leading(String namespace, String functionName) {
        return of(namespace, functionName).stream()
                .filter(alias -> elderNamesake(alias).isEmpty())
                .toList();
    }

    /** Those of a function. */
    private List<Alias> of(String namespace, String functionName) {
        return known.map(cache -> cache.byIndex(BY_FUNCTION, key(namespace, functionName)))
                .orElseGet(List::of);
    }

    /** Lambda's name of an alias. */
    private static String name(Alias alias) {
        return Optional.ofNullable(alias.getSpec().getName())
                .orElse(alias.getMetadata().getName());
    }

    private static String key(String namespace, String functionName) {
        return namespace + "/" + functionName;
    }
}
