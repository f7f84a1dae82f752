package dev.hearth.operator.function;

import dev.hearth.crds.Account;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionConfiguration;
import dev.hearth.operator.desired.Declaration;
import dev.hearth.operator.desired.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything functions depend on, followed in memory; a change of it finds the functions that it matters to. */
final class Surroundings {
    static final String DEFAULT_ACCOUNT = "default";

    private static final String BY_CONFIG_MAP = "configMap";
    private static final String BY_SERVICE_ACCOUNT = "serviceAccount";
    private static final String BY_NAMESPACE = "ofNamespace";
    private static final String BY_LAMBDA_NAME = "functionName";
    private static final String BY_ACCOUNT_ID = "accountId";
    /**
     * Resources that are asked for at once. The store of the API server takes 1.5 MB of each, which are 9 MB of JSON when they are
     * characters that it escapes; a page is in memory as a whole, and twice for a moment ({@link dev.hearth.operator.PageTurns}).
     */
    static final long PAGE = 5;

    /** Of two made in the same second, the one that is served already comes first. */
    private static final Comparator<Function> SENIORITY = Comparator.comparing(
                    (Function function) -> function.getMetadata().getCreationTimestamp())
            .thenComparing(function -> !isServed(function))
            .thenComparing(function -> function.getMetadata().getUid());

    private final KubernetesClient client;
    private final IndexedResourceCache<Function> functions;
    private final Versions versions;
    private final Owned<Function> owned;
    private final NamedStore<ServiceAccount> knownAccounts =
            new NamedStore<>(new ServiceAccount(), Kept::of, this::namesServiceAccount);
    private final NamedStore<ConfigMap> knownConfigMaps =
            new NamedStore<>(new ConfigMap(), CodeConfigMaps::kept, this::namesConfigMap);
    private final NamedResources<ServiceAccount> serviceAccounts;
    private final NamedResources<ConfigMap> configMaps;
    private final CodeConfigMaps code;
    private final InformerEventSource<Namespace, Function> namespaces;
    private final AuthorityCopies authorities;

    Surroundings(EventSourceContext<Function> context, KubernetesClient client, Versions versions) {
        this.client = client;
        this.versions = versions;
        var primaries = context.getPrimaryCache();
        primaries.addIndexer(BY_CONFIG_MAP, Surroundings::configMapOf);
        primaries.addIndexer(BY_SERVICE_ACCOUNT, Surroundings::serviceAccountNamedBy);
        primaries.addIndexer(
                BY_NAMESPACE, function -> List.of(function.getMetadata().getNamespace()));
        primaries.addIndexer(BY_LAMBDA_NAME, function -> List.of(key(function, Declaration.functionName(function))));
        functions = primaries;
        owned = new Owned<>(context, Function.class, Labels.VERSION + "=" + Labels.UNPUBLISHED);
        serviceAccounts = new NamedResources<>(
                ServiceAccount.class,
                client.serviceAccounts().inAnyNamespace(),
                knownAccounts,
                this::serviceAccountChanged);
        configMaps = new NamedResources<>(
                ConfigMap.class, client.configMaps().inAnyNamespace(), knownConfigMaps, this::configMapChanged);
        code = new CodeConfigMaps(client, knownConfigMaps);
        authorities = new AuthorityCopies(client);
        namespaces = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Namespace.class, Function.class)
                        .withInformerListLimit(PAGE)
                        .withItemStore(new ReducedStore<Namespace>(Kept::of))
                        .withSecondaryToPrimaryMapper(this::functionsIn)
                        .withOnUpdateFilter((now, before) -> !annotations(now).equals(annotations(before)))
                        .withPrimaryToSecondaryMapper((Function function) -> Set.of())
                        .build(),
                context);
        namespaces.addIndexers(Map.of(BY_ACCOUNT_ID, namespace -> List.of(accountId(namespace))));
    }

    // ---- changes ----

    private boolean namesServiceAccount(String key) {
        return !functions.byIndex(BY_SERVICE_ACCOUNT, key).isEmpty() || versions.nameServiceAccount(key);
    }

    private boolean namesConfigMap(String key) {
        return !functions.byIndex(BY_CONFIG_MAP, key).isEmpty();
    }

    private void serviceAccountChanged(ServiceAccount account) {
        String key = NamedStore.key(account);
        ids(BY_SERVICE_ACCOUNT, key).forEach(serviceAccounts::propagate);
        versions.serviceAccountChanged(key);
    }

    private void configMapChanged(ConfigMap configMap) {
        ids(BY_CONFIG_MAP, NamedStore.key(configMap)).forEach(configMaps::propagate);
        authorities.changed(configMap).ifPresent(namespace -> {
            ids(BY_NAMESPACE, namespace).forEach(configMaps::propagate);
            versions.namespaceChanged(namespace);
        });
    }

    private Set<ResourceID> functionsIn(Namespace namespace) {
        versions.namespaceChanged(namespace.getMetadata().getName());
        return ids(BY_NAMESPACE, namespace.getMetadata().getName());
    }

    /** A function came, or is gone: others of its Lambda name may be served now, or may not. */
    void comeOrGone(Function function) {
        if (configMaps.isRunning()) {
            ids(BY_LAMBDA_NAME, key(function, Declaration.functionName(function)))
                    .forEach(configMaps::propagate);
        }
    }

    private Set<ResourceID> ids(String index, String key) {
        return functions.byIndex(index, key).stream()
                .map(ResourceID::fromResource)
                .collect(Collectors.toSet());
    }

    List<EventSource<?, Function>> sources() {
        return Stream.concat(owned.sources().stream(), Stream.of(serviceAccounts, configMaps, namespaces))
                .toList();
    }

    /** What was made for functions. */
    Owned<Function> owned() {
        return owned;
    }

    // ---- what is there ----

    /** Another Function with the same Lambda name that came first. */
    Optional<Function> elderNamesake(Function function) {
        return functions.byIndex(BY_LAMBDA_NAME, key(function, Declaration.functionName(function))).stream()
                .filter(other -> !other.getMetadata()
                        .getUid()
                        .equals(function.getMetadata().getUid()))
                .filter(other -> SENIORITY.compare(other, function) < 0)
                .findFirst();
    }

    /** The function of a Lambda name; of several the eldest. */
    Optional<Function> functionNamed(String namespace, String functionName) {
        return functions.byIndex(BY_LAMBDA_NAME, namespace + "/" + functionName).stream()
                .min(SENIORITY);
    }

    private static boolean isServed(Function function) {
        return function.getStatus() != null && function.getStatus().getRevision() != null;
    }

    Optional<Namespace> namespace(String name) {
        return namespaces.get(new ResourceID(name));
    }

    /** Those that have an account id. */
    List<Namespace> namespacesOf(String accountId) {
        return namespaces.byIndex(BY_ACCOUNT_ID, accountId);
    }

    /** The one that its annotation says, else one made of its name. */
    static String accountId(Namespace namespace) {
        return Account.idOf(namespace.getMetadata().getName(), annotations(namespace));
    }

    /**
     * How many invocations of a namespace's functions may run at the same time; empty: as many as of any other.
     *
     * @throws IllegalArgumentException says what is wrong with its annotation
     */
    OptionalInt concurrencyOf(String namespace) {
        return namespace(namespace)
                .map(found -> Account.concurrentExecutions(annotations(found)))
                .orElseGet(OptionalInt::empty);
    }

    List<Function> functionsIn(String namespace) {
        return functions.byIndex(BY_NAMESPACE, namespace);
    }

    Optional<ServiceAccount> serviceAccount(String namespace, String name) {
        String key = namespace + "/" + name;
        return knownAccounts.find(key).or(() -> readServiceAccount(key, namespace, name));
    }

    private Optional<ServiceAccount> readServiceAccount(String key, String namespace, String name) {
        Object read = knownAccounts.read(key);
        try {
            Optional<ServiceAccount> found = Optional.ofNullable(client.serviceAccounts()
                            .inNamespace(namespace)
                            .withName(name)
                            .get())
                    .map(Kept::of);
            found.ifPresent(account -> knownAccounts.remember(key, read, account));
            return found;
        } finally {
            knownAccounts.readEnded(key, read);
        }
    }

    /** SHA-256 of the package in the ConfigMap that a function's code is in; empty: there is none, or it is not clear which. */
    Optional<String> packageInConfigMap(Function function) {
        return Optional.ofNullable(function.getSpec().getCode().getConfigMap())
                .flatMap(map -> code.digest(
                        function.getMetadata().getNamespace(), map.getName(), Optional.ofNullable(map.getKey())));
    }

    /** Copies of the certificates that vouch for the gateway. */
    AuthorityCopies authorities() {
        return authorities;
    }

    // ---- keys ----

    /** The service account that {@code role} names, by its name or by an ARN that ends in it. */
    static String serviceAccountOf(FunctionConfiguration configuration) {
        return Optional.ofNullable(configuration.getRole())
                .map(role -> role.substring(role.lastIndexOf('/') + 1))
                .orElse(DEFAULT_ACCOUNT);
    }

    private static List<String> serviceAccountNamedBy(Function function) {
        return function.getSpec().getRole() == null
                ? List.of()
                : List.of(key(function, serviceAccountOf(function.getSpec())));
    }

    private static List<String> configMapOf(Function function) {
        return Optional.ofNullable(function.getSpec().getCode().getConfigMap())
                .map(code -> List.of(key(function, code.getName())))
                .orElseGet(List::of);
    }

    private static String key(Function function, String name) {
        return function.getMetadata().getNamespace() + "/" + name;
    }

    private static Map<String, String> annotations(HasMetadata resource) {
        return Optional.ofNullable(resource.getMetadata().getAnnotations()).orElseGet(Map::of);
    }
}
