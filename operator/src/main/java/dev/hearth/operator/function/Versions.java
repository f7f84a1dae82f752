package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.operator.desired.Declaration;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The versions that are known, by function; followed by {@link VersionReconciler} before anything is reconciled. */
@Singleton
final class Versions {
    private static final String BY_FUNCTION = "function";
    private static final String BY_FUNCTION_NAME = "functionName";

    private static final String BY_SERVICE_ACCOUNT = "serviceAccount";
    private static final String BY_NAMESPACE = "ofNamespace";

    private final SimpleInboundEventSource<FunctionVersion> aliasChanges =
            new SimpleInboundEventSource<>("aliasChanges");
    private Optional<IndexerResourceCache<FunctionVersion>> known = Optional.empty();

    SimpleInboundEventSource<FunctionVersion> follow(IndexerResourceCache<FunctionVersion> cache) {
        cache.addIndexer(
                BY_FUNCTION,
                version -> Declaration.ownerOf(version).map(OwnerReference::getUid).stream()
                        .toList());
        cache.addIndexer(
                BY_FUNCTION_NAME,
                version -> List.of(key(
                        version.getMetadata().getNamespace(), version.getSpec().getFunctionName())));
        cache.addIndexer(BY_NAMESPACE, version -> List.of(version.getMetadata().getNamespace()));
        cache.addIndexer(BY_SERVICE_ACCOUNT, Versions::serviceAccountNamedBy);
        known = Optional.of(cache);
        return aliasChanges;
    }

    /** An alias leads elsewhere, or asks for another number of environments. */
    void aliasesChanged(String namespace, String functionName) {
        lookAgain(by(BY_FUNCTION_NAME, key(namespace, functionName)));
    }

    private static List<String> serviceAccountNamedBy(FunctionVersion version) {
        return version.getSpec().getRole() == null
                ? List.of()
                : List.of(key(version.getMetadata().getNamespace(), Surroundings.serviceAccountOf(version.getSpec())));
    }

    /** @param key {@code namespace/name} */
    boolean nameServiceAccount(String key) {
        return !by(BY_SERVICE_ACCOUNT, key).isEmpty();
    }

    void serviceAccountChanged(String key) {
        lookAgain(by(BY_SERVICE_ACCOUNT, key));
    }

    /** Its annotations are others, or what its pods trust. */
    void namespaceChanged(String namespace) {
        lookAgain(by(BY_NAMESPACE, namespace));
    }

    /** None while the versions are not followed yet: whoever asks is told of nothing then either. */
    private List<FunctionVersion> by(String index, String key) {
        return known.filter(_ -> aliasChanges.isRunning())
                .map(cache -> cache.byIndex(index, key))
                .orElseGet(List::of);
    }

    private void lookAgain(List<FunctionVersion> versions) {
        versions.forEach(version -> aliasChanges.propagateEvent(ResourceID.fromResource(version)));
    }

    List<FunctionVersion> of(Function function) {
        return known.orElseThrow().byIndex(BY_FUNCTION, function.getMetadata().getUid());
    }

    /** @param functionName Lambda's */
    List<FunctionVersion> of(String namespace, String functionName) {
        return known.orElseThrow().byIndex(BY_FUNCTION_NAME, key(namespace, functionName));
    }

    Optional<FunctionVersion> newest(Function function) {
        return of(function).stream().max(Comparator.comparingLong(Versions::number));
    }

    static long number(FunctionVersion version) {
        return Long.parseLong(version.getSpec().getVersion());
    }

    private static String key(String namespace, String functionName) {
        return namespace + "/" + functionName;
    }
}
