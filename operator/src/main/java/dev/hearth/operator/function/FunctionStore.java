package dev.hearth.operator.function;

import dev.hearth.crds.Function;

/** The functions in memory. Java Operator SDK makes it. */
public final class FunctionStore extends ReducedStore<Function> {
    public FunctionStore() {
        super(Kept::of);
    }
}
