package dev.hearth.gateway.kubernetes;

import dev.hearth.code.StoredPackage;
import dev.hearth.crds.client.CompressedAnswers;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.code.ClusterData;
import dev.hearth.gateway.code.CodeRefusal;
import dev.hearth.gateway.code.CodeSources;
import dev.hearth.gateway.destinations.Secrets;
import dev.hearth.gateway.fleet.Fleet;
import dev.hearth.gateway.fleet.FleetListener;
import dev.hearth.gateway.invoke.Callers;
import dev.hearth.gateway.operator.ServedFunctions;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A cluster as the gateway's home: its client and every adapter that uses it. */
public final class KubernetesHome implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesHome.class);
    private static final int REQUEST_MS = 10_000;
    private static final int RETRIES = 3;
    /** Requests about pods that connect, at the same time: each takes milliseconds. */
    private static final int ASKED_PER_NAMESPACE = 8;

    private static final int ASKED_IN_ALL = 32;
    /** As many environments as a namespace may reasonably start at the same moment. */
    private static final int WAITING_PER_NAMESPACE = 2_000;

    private static final Duration SAID_EVERY = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final ServiceAccountTokens tokens;
    private final KubernetesCatalog catalog;
    private final KubernetesFleet fleet;
    private final AccessKeys keys;
    private final AccountLimits limits;
    private final KubernetesCallers callers;
    private final ApiServerAddresses apiServer;

    private KubernetesHome(
            KubernetesClient client,
            String accessKeysNamespace,
            String defaultNamespace,
            BiConsumer<String, OptionalInt> accountLimits,
            LongSupplier clock) {
        this.client = client;
        tokens = new ServiceAccountTokens(new ClusterKeys(client));
        ClusterResources everywhere = ClusterResources.everywhere(client);
        catalog = new KubernetesCatalog(everywhere, clock);
        fleet = new KubernetesFleet(
                everywhere.labelled(Labels.REVISION),
                new KubernetesWorkloads(client),
                new BoundedFacts(new ClusterFacts(client), ASKED_PER_NAMESPACE, WAITING_PER_NAMESPACE, ASKED_IN_ALL),
                tokens::verify,
                catalog,
                clock);
        keys = new AccessKeys(everywhere.in(accessKeysNamespace).labelled(AccessKeys.LABEL));
        limits = new AccountLimits(everywhere, accountLimits);
        apiServer = ApiServerAddresses.of(client, clock);
        callers = new KubernetesCallers(new AccessReviews(client), tokens::origin, catalog, keys, defaultNamespace);
    }

    /**
     * The cluster that this process runs in, or that {@code KUBECONFIG} names. Returns at once; {@link #await} waits for it.
     *
     * @param accessKeysNamespace whose Secrets are access keys
     * @param defaultNamespace whose functions bare names of people mean
     * @param accountLimits told the id and the limit of an account; empty: it has none of its own
     * @param clock monotonic nanoseconds
     */
    public static KubernetesHome connect(
            String accessKeysNamespace,
            String defaultNamespace,
            BiConsumer<String, OptionalInt> accountLimits,
            LongSupplier clock) {
        // HTTP/2 would have one connection for all requests: after an overload it was seen to answer none for minutes
        Config config = new ConfigBuilder(Config.autoConfigure(null))
                .withRequestTimeout(REQUEST_MS)
                .withConnectionTimeout(REQUEST_MS)
                .withRequestRetryBackoffLimit(RETRIES)
                .withHttp2Disable(true)
                .build();
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(new KubernetesSerialization(LeanResources.mapper(), true))
                .withHttpClientBuilderConsumer(CompressedAnswers::in)
                .build();
        return new KubernetesHome(client, accessKeysNamespace, defaultNamespace, accountLimits, clock);
    }

    /** Waits until every function and pod is known, and says so while it does. */
    public void await() throws InterruptedException {
        FirstLists lists = new FirstLists(Map.of(
                "functions, versions and aliases", catalog.complete(),
                "deployments and pods", fleet.complete(),
                "access keys", keys.complete(),
                "namespaces", limits.complete()));
        while (!lists.await(SAID_EVERY)) {
            LOG.atWarn()
                    .setMessage("first lists of resources not complete; still waiting for the cluster's API server")
                    .addKeyValue("missing", lists.missing())
                    .addKeyValue("url", client.getMasterUrl())
                    .log();
        }
        LOG.atInfo()
                .setMessage("cluster known")
                .addKeyValue("functions", catalog.all().size())
                .log();
    }

    /** Which functions there are. */
    public Catalog catalog() {
        return catalog;
    }

    /** Their environments. */
    public Fleet fleet() {
        return fleet;
    }

    /** Whom the cluster knows. */
    public Callers callers() {
        return callers;
    }

    /** @param listener told when an environment is gone */
    public void begin(FleetListener listener) {
        fleet.begin(listener);
    }

    /** Call it about once a second. */
    public void review() {
        catalog.review(fleet::isThere);
        fleet.review();
    }

    /** @param serviceAccount the gateway's, {@code namespace/name}, for messages */
    public ClusterData data(String serviceAccount) {
        return new KubernetesData(client, serviceAccount);
    }

    /** Secrets that their owners let this service account read. */
    public Secrets secrets(String serviceAccount) {
        KubernetesData data = new KubernetesData(client, serviceAccount);
        return (namespace, name) -> {
            try {
                return data.secret(namespace, name);
            } catch (CodeRefusal e) {
                throw new IOException(e.getMessage(), e);
            }
        };
    }

    /** Whether this is a valid token of a service account, {@code namespace/name}, made for a gateway. */
    public boolean isServiceAccount(String token, String serviceAccount) {
        return tokens.verify(token)
                .filter(bearer -> serviceAccount.equals(bearer.namespace() + "/" + bearer.serviceAccount()))
                .isPresent();
    }

    /** What is served for Function resources. */
    public ServedFunctions served() {
        return catalog;
    }

    /** The code of a revision in service, read anew if it is not here. */
    public StoredPackage code(CodeSources sources, Revision revision) {
        return catalog.ofRevision(revision)
                .map(function ->
                        sources.get(revision.codeSha256(), revision.function().namespace(), function.code()))
                .orElseThrow(() -> new CodeRefusal(
                        CodeRefusal.Reason.CodeNotFound, "this revision was replaced and its Deployment is gone"));
    }

    /** Where an environment's pod is reached; empty: it is not known. */
    public Optional<String> address(Revision revision, String environmentId) {
        return fleet.address(revision, environmentId);
    }

    /** Addresses of the API server at this moment; may block, and throws {@link IllegalStateException} while they are not known. */
    public Supplier<Set<InetAddress>> apiServer() {
        return apiServer::now;
    }

    @Override
    public void close() {
        callers.close();
        limits.close();
        keys.close();
        fleet.close();
        catalog.close();
        client.close();
    }
}
