package dev.hearth.gateway.catalog;

/** What a caller names: a function of an account. */
public record FunctionKey(String accountId, String functionName) {
    public static FunctionKey of(FunctionId id) {
        return new FunctionKey(id.accountId(), id.name());
    }

    public static FunctionKey of(Revision revision) {
        return of(revision.function());
    }
}
