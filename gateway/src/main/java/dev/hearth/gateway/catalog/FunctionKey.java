package dev.hearth.gateway.catalog;

/** What a caller names: a function of an account. */
record FunctionKey(String accountId, String functionName) {
    static FunctionKey of(FunctionId id) {
        return new FunctionKey(id.accountId(), id.name());
    }

    static FunctionKey of(Revision revision) {
        return of(revision.function());
    }
}
