package dev.hearth.operator.function;

import dev.hearth.crds.FunctionVersion;

/** The versions in memory. Java Operator SDK makes it. */
public final class VersionStore extends ReducedStore<FunctionVersion> {
    public VersionStore() {
        super(Kept::of);
    }
}
