package dev.hearth.benchmarks.events;

import dev.hearth.gateway.async.Clocks;
import dev.hearth.gateway.async.DeliveryLimits;
import dev.hearth.gateway.async.EventDelivery;
import dev.hearth.gateway.async.EventMemory;
import dev.hearth.gateway.async.RetrySchedule;
import dev.hearth.gateway.async.Targets;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.EventPolicy;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Home;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.invoke.Events;
import dev.hearth.gateway.invoke.InvokeServer;
import dev.hearth.gateway.invoke.InvokeSettings;
import dev.hearth.gateway.invoke.OneAccount;
import dev.hearth.gateway.invoke.OpenAccess;
import dev.hearth.gateway.memory.GatewayMemory;
import dev.hearth.gateway.metrics.GatewayMetrics;
import dev.hearth.gateway.queue.jetstream.JetStreamQueue;
import dev.hearth.gateway.queue.jetstream.JetStreamSettings;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;

/**
 * The parts of a cluster's gateway that accept events, without a cluster: the Invoke API before a stream of NATS JetStream. Its one
 * function, {@code slow}, never answers, so that what is accepted waits. Arguments: port, URL of the server.
 */
public final class StreamGateway {
    private static final String ACCOUNT = "000000000000";
    private static final long ROOM = 16L << 30;

    private StreamGateway() {}

    public static void main(String[] arguments) throws IOException {
        Catalog catalog = new OneFunction();
        GatewayMetrics metrics = new GatewayMetrics();
        JetStreamQueue queue = JetStreamQueue.open(
                new JetStreamSettings(URI.create(arguments[1]), Optional.empty(), "HEARTH_EVENTS", 1, ROOM));
        Dispatcher never = (_, _) -> new Running();
        EventDelivery delivery = new EventDelivery(
                queue,
                new Targets(catalog, () -> 0),
                never,
                (_, _, _, _) -> {},
                metrics.events(),
                Clocks.ofThisMachine(),
                RetrySchedule.LAMBDA,
                Executors.newVirtualThreadPerTaskExecutor(),
                new DeliveryLimits(1_000, ROOM, EventMemory.ofThisProcess()));
        delivery.recover();
        InvokeServer.start(
                InvokeSettings.of("127.0.0.1", Integer.parseInt(arguments[0]), "us-east-1", ACCOUNT),
                new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()),
                catalog,
                never,
                GatewayMemory.ofHeap(),
                Optional.of(new Events(delivery, delivery)),
                new OpenAccess(new OneAccount(ACCOUNT)),
                metrics.invocations(),
                Map.of());
    }

    /** An invocation without an end. */
    private record Running() implements Dispatcher.InFlight {
        @Override
        public void abandon() {}

        @Override
        public void flow(boolean open) {}
    }

    private record OneFunction() implements Catalog {
        private static final Revision SLOW = new Revision(
                "slow",
                new FunctionId("us-east-1", ACCOUNT, "default", "slow"),
                "$LATEST",
                "java25",
                "a.B",
                128,
                Duration.ofSeconds(3),
                512,
                Map.of(),
                new Home.Machine(Path.of("code")),
                "00",
                new Revision.Logging("Text", "", "", "/aws/lambda/slow"),
                Revision.Bounds.reserved(OptionalInt.empty()),
                EventPolicy.DEFAULT,
                Revision.Initialization.ON_DEMAND,
                Optional.empty());

        @Override
        public Optional<Revision> find(String accountId, String functionName) {
            return functionName.equals("slow") ? Optional.of(SLOW) : Optional.empty();
        }

        @Override
        public Collection<Revision> all() {
            return List.of(SLOW);
        }
    }
}
