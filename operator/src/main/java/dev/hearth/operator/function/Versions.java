package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.operator.desired.Declaration;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The versions that are known, by function; followed by {@link VersionReconciler} before anything is reconciled. */
@Singleton
final class Versions {
    private static final String BY_FUNCTION = "function";

    private Optional<IndexerResourceCache<FunctionVersion>> known = Optional.empty();

    void follow(IndexerResourceCache<FunctionVersion> cache) {
        cache.addIndexer(
                BY_FUNCTION,
                version -> Declaration.ownerOf(version).map(OwnerReference::getUid).stream()
                        .toList());
        known = Optional.of(cache);
    }

    List<FunctionVersion> of(Function function) {
        return known.orElseThrow().byIndex(BY_FUNCTION, function.getMetadata().getUid());
    }

    Optional<FunctionVersion> newest(Function function) {
        return of(function).stream().max(Comparator.comparingLong(Versions::number));
    }

    static long number(FunctionVersion version) {
        return Long.parseLong(version.getSpec().getVersion());
    }
}
