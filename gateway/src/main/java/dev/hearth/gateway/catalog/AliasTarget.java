package dev.hearth.gateway.catalog;

import dev.hearth.crds.AliasSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an alias says, before it is known which versions there are.
 *
 * @param named the version it names
 * @param second gets a part of the invocations
 * @param events what becomes of asynchronous invocations
 */
public record AliasTarget(Named named, Optional<Second> second, EventPolicy events) {
    /** All to one version. */
    static AliasTarget to(Named named) {
        return new AliasTarget(named, Optional.empty(), EventPolicy.DEFAULT);
    }

    /** What an alias's configuration says. */
    public static AliasTarget of(AliasSpec spec) {
        @Nullable String version = spec.getFunctionVersion();
        @Nullable String release = spec.getRelease();
        Named named = version != null
                ? new Named.Version(version)
                : release != null ? new Named.Release(release) : new Named.LatestPublished();
        Optional<Second> second = spec.getRoutingConfig().getAdditionalVersionWeights().entrySet().stream()
                .findFirst()
                .map(entry -> new Second(entry.getKey(), entry.getValue()));
        return new AliasTarget(named, second, EventPolicy.of(spec.getEventInvokeConfig(), null));
    }

    /**
     * A second version.
     *
     * @param version its number
     * @param weight its share of the invocations, 0 to 1
     */
    public record Second(String version, double weight) {}

    /** The ways to name a version. */
    public sealed interface Named {
        /** By its number, or {@code $LATEST}. */
        record Version(String version) implements Named {}

        /** The newest of a release. */
        record Release(String release) implements Named {}

        /** The newest of all. */
        record LatestPublished() implements Named {}
    }
}
