package dev.hearth.gateway;

import dev.hearth.code.PackageStore;
import dev.hearth.crds.Account;
import dev.hearth.gateway.async.DeliveryLimits;
import dev.hearth.gateway.async.EventMemory;
import dev.hearth.gateway.code.AddressGuard;
import dev.hearth.gateway.code.CodeRefusal;
import dev.hearth.gateway.code.CodeSources;
import dev.hearth.gateway.concurrency.InstallationConcurrency;
import dev.hearth.gateway.destinations.Destinations;
import dev.hearth.gateway.destinations.Reach;
import dev.hearth.gateway.dispatch.DispatchSettings;
import dev.hearth.gateway.dispatch.FunctionDispatcher;
import dev.hearth.gateway.environment.EnvironmentServer;
import dev.hearth.gateway.environment.EnvironmentSettings;
import dev.hearth.gateway.invoke.Access;
import dev.hearth.gateway.invoke.AnyAccount;
import dev.hearth.gateway.invoke.Events;
import dev.hearth.gateway.invoke.InvokeServer;
import dev.hearth.gateway.invoke.InvokeSettings;
import dev.hearth.gateway.invoke.OpenAccess;
import dev.hearth.gateway.invoke.ProvenAccess;
import dev.hearth.gateway.invoke.sigv4.SignatureCheck;
import dev.hearth.gateway.kubernetes.KubernetesHome;
import dev.hearth.gateway.memory.GatewayMemory;
import dev.hearth.gateway.metrics.GatewayMetrics;
import dev.hearth.gateway.metrics.ManagementServer;
import dev.hearth.gateway.operator.OperatorServer;
import dev.hearth.gateway.tls.ServerIdentity;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The gateway of a cluster, wired from top to bottom.
 *
 * <pre>
 * caller ──► InvokeServer ──► FunctionDispatcher ──► RevisionPool ──► EnvironmentServer ◄── pod
 *                 │                    │                  │                  │
 *          KubernetesCatalog  InstallationConcurrency  KubernetesFleet  CodeSources ◄── OperatorServer ◄── operator
 * </pre>
 */
public final class ClusterGateway implements AutoCloseable {
    private static final String EVERYWHERE = "0.0.0.0";
    /** Running invocations get this long to finish when the gateway stops. */
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), NioIoHandler.newFactory());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final GatewayMetrics metrics = new GatewayMetrics();
    private final ManagementServer management;
    private final KubernetesHome home;
    private final FunctionDispatcher dispatcher;
    private final CodeSources sources;
    private final EnvironmentServer environments;
    private final OperatorServer operator;
    private final GatewayClock clock;
    private final GatewayMemory memory = GatewayMemory.ofHeap();
    private final Optional<ClusterEvents> events;
    private final InvokeServer callers;

    private ClusterGateway(ClusterSettings settings) throws IOException, InterruptedException {
        Optional<ServerIdentity> identity = settings.tls().map(ServerIdentity::in);
        management = ManagementServer.start(settings.metricsPort());
        InstallationConcurrency concurrency =
                new InstallationConcurrency(settings.totalConcurrency(), settings.accountConcurrency());
        home = KubernetesHome.connect(
                settings.accessKeysNamespace(), settings.defaultNamespace(), concurrency::limit, System::nanoTime);
        home.await();
        dispatcher = new FunctionDispatcher(
                home.catalog(),
                home.fleet(),
                concurrency,
                DispatchSettings.inCluster(settings.keepAlive()),
                metrics.dispatch(),
                System::nanoTime);
        dispatcher.reserve(home.catalog().all());
        sources = new CodeSources(
                new PackageStore(settings.cache(), settings.cacheBytes()),
                home.data(settings.serviceAccount()),
                new AddressGuard(settings.codeHosts(), home.apiServer(), false));
        events = settings.events().map(stream -> ClusterEvents.begin(stream, delivery(settings)));
        environments = EnvironmentServer.start(
                EnvironmentSettings.of(
                        EVERYWHERE,
                        settings.environmentPort(),
                        identity,
                        Optional.of(revision ->
                                CompletableFuture.supplyAsync(() -> home.code(sources, revision), threads))),
                loops,
                dispatcher::identify);
        home.begin(dispatcher);
        operator = OperatorServer.start(
                settings.operatorPort(),
                identity,
                token -> home.isServiceAccount(token, settings.operatorServiceAccount()),
                sources,
                home.served(),
                dispatcher);
        clock = new GatewayClock(dispatcher);
        clock.eachSecond(home::review);
        events.ifPresent(each -> clock.eachTick(each::tick));
        identity.ifPresent(files -> clock.eachSecond(files::refresh));
        metrics.show(dispatcher);
        callers = InvokeServer.start(
                InvokeSettings.of(
                        EVERYWHERE,
                        settings.invokePort(),
                        settings.region(),
                        Account.idOf(settings.defaultNamespace())),
                identity,
                loops,
                home.catalog(),
                dispatcher,
                memory,
                events.map(each -> new Events(each, each)),
                access(settings),
                metrics.invocations());
        metrics.show(memory);
        management.show(metrics.routes(dispatcher, clock::isTicking, home::address));
    }

    /** Starts everything; it serves when this returns, which may take as long as the API server is away. */
    public static ClusterGateway start(ClusterSettings settings) throws IOException, InterruptedException {
        NettyMemory.limit();
        // tests look for leaks with Netty's detector; it costs several microseconds of every invocation
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        return new ClusterGateway(settings);
    }

    private DeliveredEvents.Delivery delivery(ClusterSettings settings) {
        Reach reach = reach(new AddressGuard(List.of(), home.apiServer(), false))
                .without(settings.events().orElseThrow().stream());
        return new DeliveredEvents.Delivery(
                home.catalog(),
                dispatcher,
                acceptor -> Destinations.ofCluster(
                        home.catalog(), acceptor, home.secrets(settings.serviceAccount()), reach),
                metrics,
                settings.eventRetryWait(),
                new DeliveryLimits(
                        settings.totalConcurrency(),
                        settings.events().orElseThrow().maxBytes() / 4,
                        EventMemory.ofThisProcess()));
    }

    /** Where code is never read from, nothing is sent to either. */
    private static Reach reach(AddressGuard guard) {
        return host -> {
            try {
                return guard.resolve(host);
            } catch (CodeRefusal e) {
                throw new UnknownHostException("host " + host + " is one that Hearth sends nothing to");
            }
        };
    }

    private Access access(ClusterSettings settings) {
        return settings.open()
                ? new OpenAccess(new AnyAccount(Account.idOf(settings.defaultNamespace())))
                : new ProvenAccess(home.callers(), new SignatureCheck(InstantSource.system(), settings.region()));
    }

    /** The port of the Invoke API. */
    public int invokePort() {
        return callers.port();
    }

    /** Refuses what is new and lets running invocations finish; environments stay and wait for the next gateway. */
    @Override
    public void close() {
        events.ifPresent(AsyncEvents::stop);
        dispatcher.stopAccepting();
        CompletableFuture<Void> drained = callers.drain(DRAIN);
        events.ifPresent(each -> each.awaitQuiet(DRAIN));
        drained.join();
        callers.close();
        clock.close();
        events.ifPresent(AsyncEvents::close);
        operator.close();
        environments.close();
        home.close();
        threads.shutdownNow();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        management.close();
    }
}
