package dev.hearth.gateway.invoke;

import dev.hearth.crds.FunctionArn;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.FunctionKey;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.catalog.Route;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/** Finds what a caller's function name and qualifier mean in the catalog. */
final class FunctionLookup {
    private static final String LATEST = "$LATEST";
    private static final int MAX_QUALIFIER = 128;
    private static final String QUALIFIER_PATTERN = "\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+";

    private final InvokeSettings settings;
    private final String arnPrefix;
    private final Catalog catalog;
    private final DoubleSupplier draws;

    FunctionLookup(InvokeSettings settings, Catalog catalog) {
        this(settings, catalog, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param draws evenly distributed over 0 (included) to 1 (excluded): they choose between the versions of an alias */
    FunctionLookup(InvokeSettings settings, Catalog catalog, DoubleSupplier draws) {
        this.settings = settings;
        this.arnPrefix = FunctionArn.prefix(settings.region());
        this.catalog = catalog;
        this.draws = draws;
    }

    /** What a look-up comes to. */
    sealed interface Result {}

    record Found(Revision revision, String invokedArn) implements Result {}

    record Missing(InvokeError error) implements Result {}

    /** What a name and a qualifier come to. */
    sealed interface Reading {}

    /** They name this. */
    record Named(Caller.Target target, Optional<String> qualifier) implements Reading {}

    /** They name nothing that can be. */
    record Wrong(InvokeError error) implements Reading {}

    /** @param callerAccountId whose functions bare names mean */
    Reading read(String function, Optional<String> queryQualifier, String callerAccountId) {
        return switch (FunctionReference.parse(function)) {
            case FunctionReference.Parsed.Invalid(InvokeError error) -> new Wrong(error);
            case FunctionReference.Parsed.Valid(FunctionReference reference) ->
                reject(reference, queryQualifier)
                        .<Reading>map(Wrong::new)
                        .orElseGet(() -> named(reference, queryQualifier, callerAccountId));
        };
    }

    private Named named(FunctionReference reference, Optional<String> queryQualifier, String callerAccountId) {
        String account = reference.accountId().orElse(callerAccountId);
        Caller.Target target = new Caller.Target(account, reference.name(), arn(account, reference.name()));
        return new Named(target, queryQualifier.or(reference::qualifier));
    }

    /** Whether there is such a function or not: what was accepted for it may outlive it. */
    static FunctionKey key(Caller.Target target) {
        return new FunctionKey(target.accountId(), target.name());
    }

    Result find(Named named) {
        Caller.Target target = named.target();
        Optional<String> qualifier = named.qualifier();
        return qualifier.isPresent() ? qualified(target, qualifier.get()) : latest(target);
    }

    private Result latest(Caller.Target target) {
        Optional<Revision> revision = catalog.find(target.accountId(), target.name());
        return revision.isPresent()
                ? new Found(revision.get(), revision.get().function().arn())
                : missing(target, LATEST);
    }

    /** The ARN that the handler sees keeps what the caller said, whichever version runs. */
    private Result qualified(Caller.Target target, String qualifier) {
        Optional<Route> route = catalog.route(target.accountId(), target.name(), qualifier);
        if (route.isEmpty()) {
            return missing(target, qualifier);
        }
        Revision revision = route.get().choose(draws.getAsDouble());
        return new Found(revision, revision.function().arn() + ":" + qualifier);
    }

    private Missing missing(Caller.Target target, String qualifier) {
        return new Missing(catalog.obstacle(target.accountId(), target.name())
                .<InvokeError>map(InvokeError.NotServed::new)
                .orElseGet(() -> new InvokeError.FunctionNotFound(target.arn() + ":" + qualifier)));
    }

    private Optional<InvokeError> reject(FunctionReference reference, Optional<String> queryQualifier) {
        if (queryQualifier.isPresent() && !isQualifier(queryQualifier.get())) {
            return Optional.of(badQualifier(queryQualifier.get()));
        }
        if (reference.region().isPresent() && !reference.region().get().equals(settings.region())) {
            return Optional.of(new InvokeError.OtherRegion(reference.region().get(), settings.region()));
        }
        if (queryQualifier.isPresent()
                && reference.qualifier().isPresent()
                && !queryQualifier.equals(reference.qualifier())) {
            return Optional.of(new InvokeError.QualifierMismatch());
        }
        return Optional.empty();
    }

    private String arn(String accountId, String name) {
        return arnPrefix + accountId + ":function:" + name;
    }

    private static boolean isQualifier(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_QUALIFIER
                && (text.equals("$LATEST.PUBLISHED") || text.chars().allMatch(FunctionLookup::isQualifierChar));
    }

    private static boolean isQualifierChar(int c) {
        return FunctionReference.isWord(c) || c == '$';
    }

    private static InvokeError badQualifier(String text) {
        String constraint = text.isEmpty()
                ? "Member must have length greater than or equal to 1"
                : text.length() > MAX_QUALIFIER
                        ? "Member must have length less than or equal to " + MAX_QUALIFIER
                        : "Member must satisfy regular expression pattern: " + QUALIFIER_PATTERN;
        return new InvokeError.Constraint("qualifier", text, constraint);
    }
}
