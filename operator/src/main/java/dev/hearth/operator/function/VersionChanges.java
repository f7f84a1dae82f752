package dev.hearth.operator.function;

import dev.hearth.crds.FunctionVersion;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What of a version may change: what its annotation provisions. Java Operator SDK makes it. */
public final class VersionChanges implements OnUpdateFilter<FunctionVersion> {
    @Override
    public boolean accept(FunctionVersion now, FunctionVersion before) {
        return !Objects.equals(
                        now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
                || !Objects.equals(provisioned(now), provisioned(before));
    }

    private static @Nullable String provisioned(FunctionVersion version) {
        return Optional.ofNullable(version.getMetadata().getAnnotations())
                .orElseGet(Map::of)
                .get(ProvisionedShares.ANNOTATION);
    }
}
