package dev.hearth.gateway;

import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.concurrency.InstallationConcurrency;
import dev.hearth.gateway.dispatch.DispatchSettings;
import dev.hearth.gateway.dispatch.FunctionDispatcher;
import dev.hearth.gateway.environment.EnvironmentServer;
import dev.hearth.gateway.environment.EnvironmentSettings;
import dev.hearth.gateway.fleet.EnvironmentFolders;
import dev.hearth.gateway.fleet.EnvironmentLauncher;
import dev.hearth.gateway.fleet.ProcessFleet;
import dev.hearth.gateway.invoke.Access;
import dev.hearth.gateway.invoke.Caller;
import dev.hearth.gateway.invoke.Events;
import dev.hearth.gateway.invoke.InvokeServer;
import dev.hearth.gateway.invoke.InvokeSettings;
import dev.hearth.gateway.invoke.LoopbackAccess;
import dev.hearth.gateway.invoke.OneMachine;
import dev.hearth.gateway.invoke.OpenAccess;
import dev.hearth.gateway.invoke.TokenAccess;
import dev.hearth.gateway.memory.GatewayMemory;
import dev.hearth.gateway.metrics.GatewayMetrics;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.ResourceLeakDetector;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The gateway of one machine, wired from top to bottom.
 *
 * <pre>
 * caller ──► InvokeServer ──► FunctionDispatcher ──► RevisionPool ──► EnvironmentServer ◄── environment
 *                 │                    │                  │                                    ▲
 *              Catalog    InstallationConcurrency   ProcessFleet ──► EnvironmentLauncher ─────┘
 * </pre>
 */
public final class Gateway implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    /** Running invocations get this long to finish when the gateway stops. */
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final EventLoopGroup loops;
    private final ProcessFleet fleet;
    private final FunctionDispatcher dispatcher;
    private final EnvironmentServer environments;
    private final GatewayClock clock;
    private final AsyncEvents events;
    private final InvokeServer callers;
    private final URI url;

    private Gateway(GatewaySettings settings, Catalog catalog) {
        int cores = Runtime.getRuntime().availableProcessors();
        loops = new MultiThreadIoEventLoopGroup(Math.max(1, cores / 2), NioIoHandler.newFactory());
        fleet = new ProcessFleet(Math.max(2, cores));
        GatewayMetrics metrics = new GatewayMetrics();
        dispatcher = new FunctionDispatcher(
                catalog,
                fleet,
                new InstallationConcurrency(Integer.MAX_VALUE, settings.accountConcurrency()),
                DispatchSettings.defaults(settings.keepAlive()),
                metrics.dispatch(),
                System::nanoTime);
        dispatcher.reserve(catalog.all());
        environments = EnvironmentServer.start(EnvironmentSettings.loopback(), loops, dispatcher::identify);
        fleet.begin(launcher(settings), dispatcher);
        clock = new GatewayClock(dispatcher);
        GatewayMemory memory = GatewayMemory.ofHeap();
        metrics.show(dispatcher);
        metrics.show(memory);
        events = LocalEvents.open(settings, catalog, dispatcher, metrics);
        callers = InvokeServer.start(
                InvokeSettings.of(settings.host(), settings.port(), settings.region(), settings.accountId()),
                loops,
                catalog,
                dispatcher,
                memory,
                Optional.of(new Events(events, events)),
                access(settings, catalog),
                metrics.invocations(),
                metrics.routes(dispatcher, clock::isTicking, (_, _) -> Optional.of(LOOPBACK)));
        clock.eachTick(events::tick); // not before it is certain that this gateway serves
        url = URI.create("http://" + bracketed(settings.host()) + ":" + callers.port());
    }

    /** Starts everything; it serves when this returns. */
    public static Gateway start(GatewaySettings settings, Catalog catalog) {
        NettyMemory.limit();
        // tests look for leaks with Netty's detector; it costs several microseconds of every invocation
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        return new Gateway(settings, catalog);
    }

    private EnvironmentLauncher launcher(GatewaySettings settings) {
        return new EnvironmentLauncher(
                settings.runtimeHome(),
                settings.aotCache(),
                EnvironmentFolders.ofThisProcess(settings.cache()),
                LOOPBACK + ":" + environments.port(),
                settings.region(),
                settings.projects());
    }

    private static Access access(GatewaySettings settings, Catalog catalog) {
        Caller everybody = new OneMachine(
                settings.accountId(),
                account -> catalog.all().stream()
                        .anyMatch(revision -> revision.function().accountId().equals(account)));
        if (settings.token().isPresent()) {
            return new TokenAccess(settings.token().get(), everybody);
        }
        return settings.open() ? new OpenAccess(everybody) : new LoopbackAccess(everybody);
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** Where callers reach it. */
    public URI url() {
        return url;
    }

    /** Refuses what is new, lets running invocations finish, then ends every environment. */
    @Override
    public void close() {
        events.stop();
        dispatcher.stopAccepting();
        CompletableFuture<Void> drained = callers.drain(DRAIN);
        events.awaitQuiet(DRAIN);
        drained.join();
        callers.close();
        clock.close();
        dispatcher.stop();
        events.close();
        fleet.close();
        environments.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
