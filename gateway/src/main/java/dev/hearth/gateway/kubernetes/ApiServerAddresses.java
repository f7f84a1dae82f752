package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.log.LogTurns;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Addresses by which the cluster's API server is reached: its Service's, and those of the machines behind that. Looked up again
 * every half minute, since both may move; the last ones hold while they cannot be looked up. Thread-safe; may block.
 */
final class ApiServerAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServerAddresses.class);
    private static final Duration FRESH = Duration.ofSeconds(30);
    /** Namespace and name of the Service and of its EndpointSlice, which API servers write themselves. */
    private static final ResourceName SERVICE = new ResourceName("default", "kubernetes");

    private static final String ENVIRONMENT = "KUBERNETES_SERVICE_HOST";

    private final List<String> hosts;
    private final Endpoints endpoints;
    private final LongSupplier clock;
    private final LogTurns<Class<?>> logTurns;
    private Set<InetAddress> last = Set.of();
    private long lookedUpAt;

    /** Addresses of the machines behind the Service. */
    interface Endpoints {
        /** @throws KubernetesClientException when they cannot be read */
        List<String> read();
    }

    /**
     * @param hosts names or addresses of the API server
     * @param clock monotonic nanoseconds
     */
    ApiServerAddresses(List<String> hosts, Endpoints endpoints, LongSupplier clock) {
        this.hosts = List.copyOf(hosts);
        this.endpoints = endpoints;
        this.clock = clock;
        logTurns = new LogTurns<>(clock);
    }

    static ApiServerAddresses of(KubernetesClient client, LongSupplier clock) {
        @Nullable String service = System.getenv(ENVIRONMENT);
        String host = client.getMasterUrl().getHost();
        return new ApiServerAddresses(
                service == null ? List.of(host) : List.of(host, service), () -> slice(client), clock);
    }

    private static List<String> slice(KubernetesClient client) {
        return Optional.ofNullable(client.discovery()
                        .v1()
                        .endpointSlices()
                        .inNamespace(SERVICE.namespace())
                        .withName(SERVICE.name())
                        .get())
                .map(EndpointSlice::getEndpoints)
                .orElseGet(List::of)
                .stream()
                .flatMap(endpoint -> endpoint.getAddresses().stream())
                .toList();
    }

    /** @throws IllegalStateException while they were never known */
    synchronized Set<InetAddress> now() {
        long now = clock.getAsLong();
        if (last.isEmpty() || now - lookedUpAt > FRESH.toNanos()) {
            try {
                last = lookUp();
                lookedUpAt = now;
            } catch (UnknownHostException | KubernetesClientException e) {
                keepLast(e);
            }
        }
        return last;
    }

    private void keepLast(Exception failure) {
        if (last.isEmpty()) {
            throw new IllegalStateException("the addresses of the API server are not known", failure);
        }
        logTurns.take(failure.getClass())
                .ifPresent(before -> LOG.atWarn()
                        .setMessage("addresses of the API server cannot be looked up; the last ones hold")
                        .addKeyValue("why", failure.toString())
                        .addKeyValue("othersBefore", before)
                        .log());
    }

    private Set<InetAddress> lookUp() throws UnknownHostException {
        Set<InetAddress> found = new HashSet<>();
        for (String host : hosts) {
            found.addAll(List.of(InetAddress.getAllByName(host)));
        }
        for (String address : readEndpoints()) {
            found.add(InetAddress.getByName(address));
        }
        return Set.copyOf(found);
    }

    /** An installation may forbid it; then only the Service is known. */
    private List<String> readEndpoints() {
        try {
            return endpoints.read();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            LOG.atWarn()
                    .setMessage(
                            "EndpointSlice of the API server may not be read; only its Service is kept from code and destinations")
                    .addKeyValue("slice", SERVICE)
                    .log();
            return List.of();
        }
    }
}
