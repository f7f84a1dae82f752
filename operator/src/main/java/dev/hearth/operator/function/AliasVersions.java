package dev.hearth.operator.function;

import dev.hearth.crds.AliasSpec;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.operator.desired.Declaration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The versions that an alias's words come to. */
sealed interface AliasVersions {
    /**
     * They are there.
     *
     * @param version {@code $LATEST} or a number
     * @param second gets a part of the invocations
     */
    record Found(String version, Optional<String> second) implements AliasVersions {
        boolean names(String number) {
            return number.equals(version) || second.equals(Optional.of(number));
        }

        String text() {
            return "version " + version
                    + second.map(other -> " and a part to version " + other).orElse("");
        }
    }

    /** One is not. */
    record Missing(Obstacle obstacle) implements AliasVersions {}

    /** @param versions of the alias's function */
    static AliasVersions of(AliasSpec alias, List<FunctionVersion> versions) {
        Optional<String> first = named(alias, versions);
        if (first.isEmpty()) {
            return missing(alias, versions, words(alias));
        }
        Optional<String> second = alias.getRoutingConfig().getAdditionalVersionWeights().keySet().stream()
                .findFirst();
        return second.isPresent() && newest(versions, numbered(second.get())).isEmpty()
                ? missing(alias, versions, "version " + second.get())
                : new Found(first.get(), second);
    }

    private static Optional<String> named(AliasSpec alias, List<FunctionVersion> versions) {
        @Nullable String number = alias.getFunctionVersion();
        @Nullable String release = alias.getRelease();
        if (Declaration.LATEST.equals(number)) {
            return Optional.of(Declaration.LATEST);
        }
        return newest(
                versions,
                number != null
                        ? numbered(number)
                        : version -> release == null
                                || release.equals(version.getSpec().getRelease()));
    }

    private static Predicate<FunctionVersion> numbered(String number) {
        return version -> version.getSpec().getVersion().equals(number);
    }

    private static Optional<String> newest(List<FunctionVersion> versions, Predicate<FunctionVersion> which) {
        return versions.stream()
                .filter(which)
                .max(Comparator.comparingLong(Versions::number))
                .map(version -> version.getSpec().getVersion());
    }

    private static String words(AliasSpec alias) {
        @Nullable String number = alias.getFunctionVersion();
        @Nullable String release = alias.getRelease();
        return number != null
                ? "version " + number
                : release != null ? "version of release '" + release + "'" : "version";
    }

    private static AliasVersions missing(AliasSpec alias, List<FunctionVersion> versions, String what) {
        String there = versions.isEmpty()
                ? "none is published; set spec.publish: true in the Function"
                : "there are "
                        + versions.stream()
                                .sorted(Comparator.comparingLong(Versions::number))
                                .map(version -> version.getSpec().getVersion())
                                .collect(Collectors.joining(", "));
        return new Missing(new Obstacle(
                Reason.VersionNotFound, "function '" + alias.getFunctionName() + "' has no " + what + "; " + there));
    }
}
