package dev.hearth.operator.function;

import dev.hearth.crds.Alias;
import dev.hearth.crds.AliasStatus;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.Retained;
import dev.hearth.crds.VersionRetention;
import dev.hearth.operator.desired.Declaration;
import dev.hearth.operator.gateway.GatewayClient;
import dev.hearth.operator.gateway.GatewayUnavailable;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes versions that a function's retention no longer keeps. The gateway serves them no more first; a moment later, if still
 * none of their environments is there, they are deleted: so no invocation that was accepted is lost.
 */
@Singleton
final class Collector {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    private static final Duration MOMENT = Duration.ofSeconds(2);
    private static final Duration WHILE_THEY_RUN = Duration.ofSeconds(10);
    private static final Duration LATER = Duration.ofMinutes(1);

    private final Versions versions;
    private final Aliases aliases;
    private final GatewayClient gateway;
    private final KubernetesClient client;

    /** When they were withdrawn, by UID. */
    private final Map<String, Instant> withdrawn = new ConcurrentHashMap<>();

    Collector(Versions versions, Aliases aliases, GatewayClient gateway, KubernetesClient client) {
        this.versions = versions;
        this.aliases = aliases;
        this.gateway = gateway;
        this.client = client;
    }

    /** Collects what can be; when to come again. Empty: the function keeps all of its versions. */
    Optional<Duration> collect(Function function) {
        return Optional.ofNullable(function.getSpec().getVersionRetention())
                .map(retention -> collect(function, retention, Instant.now()));
    }

    private Duration collect(Function function, VersionRetention retention, Instant now) {
        try {
            return collected(function, retention, now);
        } catch (GatewayUnavailable | KubernetesClientException e) {
            LOG.warn(
                    "versions of {} not collected; trying again: {}",
                    function.getMetadata().getName(),
                    e.toString());
            return WHILE_THEY_RUN;
        }
    }

    private Duration collected(Function function, VersionRetention retention, Instant now) {
        List<FunctionVersion> all = versions.of(function);
        if (Retained.superfluous(retention, retained(all, Set.of()), now).isEmpty()) {
            return LATER;
        }
        List<Long> superfluous = Retained.superfluous(retention, retained(all, used(function, all)), now);
        boolean soon = false;
        for (FunctionVersion version : all) {
            if (superfluous.contains(Versions.number(version))) {
                soon |= collect(version, now);
            }
        }
        return soon ? MOMENT : superfluous.isEmpty() ? LATER : WHILE_THEY_RUN;
    }

    private static List<Retained> retained(List<FunctionVersion> all, Set<String> used) {
        return all.stream()
                .map(version -> new Retained(
                        Versions.number(version),
                        Instant.parse(version.getMetadata().getCreationTimestamp()),
                        used.contains(version.getSpec().getVersion())))
                .toList();
    }

    private Set<String> used(Function function, List<FunctionVersion> all) {
        List<Alias> leading =
                aliases.leading(function.getMetadata().getNamespace(), Declaration.functionName(function));
        Set<String> used =
                new HashSet<>(ProvisionedShares.of(leading, all).byVersion().keySet());
        for (Alias alias : leading) {
            Optional.ofNullable(alias.getStatus())
                    .map(AliasStatus::getFunctionVersion)
                    .ifPresent(used::add);
            if (AliasVersions.of(alias.getSpec(), all) instanceof AliasVersions.Found found) {
                used.add(found.version());
                found.second().ifPresent(used::add);
            }
            used.addAll(alias.getSpec()
                    .getRoutingConfig()
                    .getAdditionalVersionWeights()
                    .keySet());
            gateway.leads(alias).ifPresent(led -> {
                used.add(led.functionVersion());
                led.secondVersion().ifPresent(used::add);
            });
        }
        return used;
    }

    /** Whether to look again in a moment. */
    private boolean collect(FunctionVersion version, Instant now) {
        String uid = version.getMetadata().getUid();
        if (!gateway.withdraw(version)) {
            withdrawn.remove(uid);
            return false;
        }
        Instant since = withdrawn.computeIfAbsent(uid, _ -> now);
        if (since.plus(MOMENT).isAfter(now)) {
            return true;
        }
        client.resource(version).delete();
        withdrawn.remove(uid);
        return false;
    }
}
