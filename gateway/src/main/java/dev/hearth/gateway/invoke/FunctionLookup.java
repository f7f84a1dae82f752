package dev.hearth.gateway.invoke;

import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.Revision;
import java.util.Optional;

/** Finds what a caller's function name and qualifier mean in the catalog. */
final class FunctionLookup {
    private static final String LATEST = "$LATEST";
    private static final int MAX_QUALIFIER = 128;
    private static final String QUALIFIER_PATTERN = "\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+";

    private final InvokeSettings settings;
    private final Catalog catalog;

    FunctionLookup(InvokeSettings settings, Catalog catalog) {
        this.settings = settings;
        this.catalog = catalog;
    }

    /** What a look-up comes to. */
    sealed interface Result {}

    record Found(Revision revision, String invokedArn) implements Result {}

    record Missing(InvokeError error) implements Result {}

    Result find(String function, Optional<String> queryQualifier) {
        return switch (FunctionReference.parse(function)) {
            case FunctionReference.Parsed.Invalid(InvokeError error) -> new Missing(error);
            case FunctionReference.Parsed.Valid(FunctionReference reference) ->
                reject(reference, queryQualifier)
                        .<Result>map(Missing::new)
                        .orElseGet(() -> resolve(reference, queryQualifier.or(reference::qualifier)));
        };
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
        if (reference.accountId().isPresent() && !reference.accountId().get().equals(settings.defaultAccountId())) {
            return Optional.of(new InvokeError.AccessDenied(otherAccount(reference)));
        }
        return Optional.empty();
    }

    private Result resolve(FunctionReference reference, Optional<String> qualifier) {
        if (qualifier.isPresent() && !qualifier.get().equals(LATEST)) {
            return missing(reference, qualifier.get());
        }
        Optional<Revision> revision = catalog.find(settings.defaultAccountId(), reference.name());
        if (revision.isEmpty()) {
            return missing(reference, LATEST);
        }
        String arn = revision.get().function().arn();
        return new Found(revision.get(), qualifier.isPresent() ? arn + ":" + LATEST : arn);
    }

    private Result missing(FunctionReference reference, String qualifier) {
        return new Missing(
                new InvokeError.FunctionNotFound(arn(settings.defaultAccountId(), reference.name()) + ":" + qualifier));
    }

    private String otherAccount(FunctionReference reference) {
        String arn = arn(reference.accountId().orElseThrow(), reference.name());
        return "User: arn:aws:iam::" + settings.defaultAccountId()
                + ":root is not authorized to perform: lambda:InvokeFunction on resource: " + arn
                + " because no resource-based policy allows the lambda:InvokeFunction action";
    }

    private String arn(String accountId, String name) {
        return "arn:aws:lambda:" + settings.region() + ":" + accountId + ":function:" + name;
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
