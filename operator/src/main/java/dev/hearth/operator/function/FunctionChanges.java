package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/** What of a function matters: its specification and whether a version is to be published. Java Operator SDK makes it. */
public final class FunctionChanges implements OnUpdateFilter<Function> {
    @Override
    public boolean accept(Function now, Function before) {
        return !Objects.equals(
                        now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
                || !Publisher.requested(now).equals(Publisher.requested(before));
    }
}
