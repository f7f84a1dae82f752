package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.FunctionVersionStatus;
import dev.hearth.crds.ProvisionedRevision;
import dev.hearth.crds.ServedRevision;
import dev.hearth.operator.OperatorSettings;
import dev.hearth.operator.desired.Declaration;
import io.fabric8.kubernetes.api.model.HasMetadata;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What functions reserve and versions provision of their accounts. Less is always granted, more only while 100 of the account's
 * concurrency stay unreserved. What was granted stands in the status and stays granted.
 */
@Singleton
final class AccountShares {
    /** Source: docs.aws.amazon.com/lambda, Reserved concurrency. */
    private static final int MIN_UNRESERVED = 100;

    private final OperatorSettings settings;
    private final Versions versions;

    /** By UID: a status is written, and known, a little later than it is decided. */
    private final Map<String, Optional<Integer>> reserved = new HashMap<>();

    private final Map<String, Integer> provisioned = new HashMap<>();

    AccountShares(OperatorSettings settings, Versions versions) {
        this.settings = settings;
        this.versions = versions;
    }

    /** Grants a function what its specification reserves, or says what is in the way. */
    synchronized Optional<Obstacle> reserve(Function function, Surroundings surroundings) {
        Optional<Integer> wanted = Optional.ofNullable(function.getSpec().getReservedConcurrentExecutions());
        int inside = provisioned(function);
        if (wanted.isPresent() && wanted.get() < inside) {
            return Optional.of(new Obstacle(
                    Reason.ReservedConcurrencyTooLow,
                    " ReservedConcurrentExecutions  %d should not be lower than function's total provisioned concurrency [%d]. Reserve more, or provision less for its aliases and versions"
                            .formatted(wanted.get(), inside)));
        }
        int growth = wanted.orElse(inside) - claim(function);
        Optional<Obstacle> tooMuch = wanted.isEmpty() || growth <= 0
                ? Optional.empty()
                : missing(function, surroundings, growth, "ReservedConcurrentExecutions");
        if (tooMuch.isEmpty() && !wanted.equals(reserved(function))) {
            reserved.put(uid(function), wanted);
        }
        return tooMuch;
    }

    /** Grants a version so many environments that are kept initialised, or says what is in the way. */
    synchronized Optional<Obstacle> provision(
            FunctionVersion version, int wanted, Function function, Surroundings surroundings) {
        int growth = wanted - provisioned(version);
        Optional<Obstacle> tooMuch = growth <= 0
                ? Optional.empty()
                : reserved(function).isPresent()
                        ? beyondReserved(function, growth)
                        : missing(function, surroundings, growth, "ConcurrentExecutions");
        if (tooMuch.isEmpty()) {
            grant(version, wanted);
        }
        return tooMuch;
    }

    /** A function or a version is gone. */
    synchronized void forget(HasMetadata resource) {
        reserved.remove(uid(resource));
        provisioned.remove(uid(resource));
    }

    private void grant(FunctionVersion version, int wanted) {
        if (wanted == 0) {
            provisioned.remove(uid(version));
        } else {
            provisioned.put(uid(version), wanted);
        }
    }

    private Optional<Obstacle> beyondReserved(Function function, int growth) {
        int cap = reserved(function).orElse(0);
        return provisioned(function) + growth <= cap
                ? Optional.empty()
                : Optional.of(new Obstacle(
                        Reason.ReservedConcurrencyTooLow,
                        "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function; it has %d, and %d are provisioned already"
                                .formatted(cap, provisioned(function))));
    }

    private Optional<Obstacle> missing(Function function, Surroundings surroundings, int growth, String what) {
        String namespace = function.getMetadata().getNamespace();
        try {
            int limit = surroundings.concurrencyOf(namespace).orElse(settings.accountConcurrency());
            int unreserved = limit - claims(surroundings.functionsIn(namespace));
            return unreserved - growth >= MIN_UNRESERVED
                    ? Optional.empty()
                    : Optional.of(new Obstacle(
                            Reason.UnreservedConcurrencyTooLow,
                            "Specified %s for function decreases account's UnreservedConcurrentExecution below its minimum value of [%d]. %d of %d are unreserved in namespace '%s'; ask for %d less, or raise the namespace's limit"
                                    .formatted(
                                            what,
                                            MIN_UNRESERVED,
                                            unreserved,
                                            limit,
                                            namespace,
                                            growth - (unreserved - MIN_UNRESERVED))));
        } catch (IllegalArgumentException e) {
            return Optional.of(
                    new Obstacle(Reason.AccountLimitInvalid, "namespace '" + namespace + "': " + e.getMessage()));
        }
    }

    // ---- what is granted ----

    private int claims(List<Function> functions) {
        return functions.stream().mapToInt(this::claim).sum();
    }

    /** What of its account nobody else may have: until a smaller share is served, the larger one is. */
    private int claim(Function function) {
        int inside = provisioned(function);
        return Math.max(reserved(function).orElse(inside), served(function).orElse(inside));
    }

    private Optional<Integer> reserved(Function function) {
        return reserved.getOrDefault(uid(function), served(function));
    }

    private static Optional<Integer> served(Function function) {
        return Optional.ofNullable(function.getStatus())
                .map(FunctionStatus::getRevision)
                .map(ServedRevision::getReservedConcurrentExecutions);
    }

    private int provisioned(Function function) {
        return versions.of(function.getMetadata().getNamespace(), Declaration.functionName(function)).stream()
                .mapToInt(this::provisioned)
                .sum();
    }

    private int provisioned(FunctionVersion version) {
        int served = Optional.ofNullable(version.getStatus())
                .map(FunctionVersionStatus::getRevision)
                .map(ServedRevision::getProvisioned)
                .map(ProvisionedRevision::getProvisionedConcurrentExecutions)
                .orElse(0);
        return Math.max(served, provisioned.getOrDefault(uid(version), 0));
    }

    private static String uid(HasMetadata resource) {
        return resource.getMetadata().getUid();
    }
}
