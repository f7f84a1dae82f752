package dev.hearth.operator.function;

import dev.hearth.crds.Alias;
import dev.hearth.crds.AliasStatus;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.ProvisionedConcurrencyConfig;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Of one function: how many environments are to be kept initialised for each version. A version says so by its annotation, or an
 * alias for the version that it leads to, or for two in proportion to their weights. Two may not say so for one version: its
 * annotation comes first, then the older alias.
 *
 * @param byVersion number of the version to environments, at least 1
 * @param refused UID of an alias or a version to why what it says is not in force
 */
record ProvisionedShares(Map<String, Integer> byVersion, Map<String, String> refused) {
    /** Annotation of a FunctionVersion: how many environments are kept initialised for it, from 1. */
    static final String ANNOTATION = "lambda.hearth.dev/provisioned-concurrent-executions";

    static ProvisionedShares of(List<Alias> aliases, List<FunctionVersion> versions) {
        ProvisionedShares shares = new ProvisionedShares(new HashMap<>(), new HashMap<>());
        versions.forEach(shares::add);
        aliases.stream()
                .filter(alias -> alias.getSpec().getProvisionedConcurrencyConfig() != null)
                .sorted(Comparator.comparing(
                                (Alias alias) -> alias.getMetadata().getCreationTimestamp())
                        .thenComparing(alias -> alias.getMetadata().getName()))
                .forEach(alias -> shares.add(alias, of(alias, versions)));
        return shares;
    }

    /** What an alias says for each version that it leads to; empty: nothing, or it leads nowhere. */
    static Map<String, Integer> of(Alias alias, List<FunctionVersion> versions) {
        @Nullable ProvisionedConcurrencyConfig config = alias.getSpec().getProvisionedConcurrencyConfig();
        if (config == null) {
            return Map.of();
        }
        int all = config.getProvisionedConcurrentExecutions();
        return switch (AliasVersions.of(alias.getSpec(), versions)) {
            case AliasVersions.Found found -> split(all, found, weight(alias));
            case AliasVersions.Missing missing ->
                stays(alias, versions).map(version -> Map.of(version, all)).orElseGet(Map::of);
        };
    }

    /** Where an alias stays that cannot lead where it says. */
    private static Optional<String> stays(Alias alias, List<FunctionVersion> versions) {
        return Optional.ofNullable(alias.getStatus())
                .map(AliasStatus::getFunctionVersion)
                .filter(number -> versions.stream()
                        .anyMatch(version -> version.getSpec().getVersion().equals(number)));
    }

    private static double weight(Alias alias) {
        return alias.getSpec().getRoutingConfig().getAdditionalVersionWeights().values().stream()
                .findFirst()
                .orElse(0.0);
    }

    private static Map<String, Integer> split(int all, AliasVersions.Found found, double weight) {
        int second = (int) Math.round(all * weight);
        Map<String, Integer> parts = new LinkedHashMap<>();
        parts.put(found.version(), all - second);
        found.second().ifPresent(version -> parts.put(version, second));
        parts.values().removeIf(part -> part == 0);
        return parts;
    }

    private void add(FunctionVersion version) {
        Optional<String> said = Optional.ofNullable(version.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(ANNOTATION));
        if (said.isEmpty()) {
            return;
        }
        if (said.get().matches("[1-9]\\d{0,5}")) {
            byVersion.put(version.getSpec().getVersion(), Integer.parseInt(said.get()));
        } else {
            refused.put(
                    version.getMetadata().getUid(),
                    "annotation " + ANNOTATION + " is '" + said.get()
                            + "'; give a number from 1 to 999999, or remove it");
        }
    }

    private void add(Alias alias, Map<String, Integer> parts) {
        Optional<String> taken =
                parts.keySet().stream().filter(byVersion::containsKey).findFirst();
        if (taken.isPresent()) {
            refused.put(
                    alias.getMetadata().getUid(),
                    "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version: version %s has it; provision the version in one place"
                            .formatted(taken.get()));
        } else {
            byVersion.putAll(parts);
        }
    }
}
