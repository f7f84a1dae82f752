package dev.hearth.gateway.environment;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.concurrency.InstallationConcurrency;
import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.DispatchSettings;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.dispatch.FunctionDispatcher;
import dev.hearth.gateway.dispatch.Invocation;
import dev.hearth.gateway.dispatch.MetricsTarget;
import dev.hearth.gateway.fleet.Fleet;
import dev.hearth.gateway.memory.Holding;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A real port for environments before a real dispatcher that has one function, and one environment's side of it. */
final class OneEnvironmentServer implements AutoCloseable {
    private static final Revision REVISION = Revisions.of("hello");
    private static final String IDENTITY = "Hearth-Environment-Id: e1\r\nAuthorization: Bearer secret\r\n";

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final FunctionDispatcher dispatcher = new FunctionDispatcher(
            new OneFunction(),
            new OneEnvironment(),
            InstallationConcurrency.ofOneAccount(10),
            DispatchSettings.defaults(Duration.ofMinutes(1)),
            System::nanoTime);
    private final List<Wire> wires = new ArrayList<>();
    private final EnvironmentServer server;

    OneEnvironmentServer(EnvironmentSettings settings) {
        server = EnvironmentServer.start(settings, loops, dispatcher::identify);
    }

    Wire wire() throws IOException {
        return wire("127.0.0.1");
    }

    Wire wire(String from) throws IOException {
        Wire wire = new Wire(server.port(), from);
        wires.add(wire);
        return wire;
    }

    /** The answer to an attach. */
    String attachControl(Wire control) throws IOException {
        control.send("POST /environment/v1/attach HTTP/1.1\r\n" + IDENTITY
                + "Hearth-Protocol-Version: 1\r\nContent-Length: 0\r\n\r\n");
        return control.read();
    }

    /** Head of an init's error that has so many bytes. */
    String initError(int length) {
        return "POST /environment/v1/init-error HTTP/1.1\r\n" + IDENTITY
                + "Lambda-Runtime-Function-Error-Type: Runtime.X\r\nContent-Length: " + length + "\r\n\r\n";
    }

    /** The work connection of an environment that waits for its first invocation. */
    Wire attach(Wire control) throws IOException {
        attachControl(control);
        Wire work = wire();
        work.send("GET /environment/v1/next HTTP/1.1\r\n" + IDENTITY + "\r\n");
        return work;
    }

    CompletableFuture<Answer> invoke(String requestId, boolean streaming, Holding result) {
        return dispatch(requestId, streaming, result, new StringBuilder());
    }

    /** @param chunks gets what is streamed */
    CompletableFuture<Answer> invoke(String requestId, boolean streaming, StringBuilder chunks) {
        return dispatch(requestId, streaming, Holding.unbounded(), chunks);
    }

    private CompletableFuture<Answer> dispatch(
            String requestId, boolean streaming, Holding result, StringBuilder chunks) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Invocation invocation = new Invocation(
                requestId,
                REVISION,
                "arn",
                "{\"n\":1}".getBytes(StandardCharsets.UTF_8),
                Optional.empty(),
                Optional.empty(),
                false,
                streaming,
                result);
        dispatcher.dispatch(invocation, new Dispatcher.Caller() {
            @Override
            public void chunk(byte[] bytes) {
                chunks.append(new String(bytes, StandardCharsets.UTF_8));
            }

            @Override
            public void answered(Answer given) {
                answer.complete(given);
            }
        });
        return answer;
    }

    List<MetricsTarget> metricsTargets() {
        return dispatcher.metricsTargets();
    }

    @Override
    public void close() {
        wires.forEach(Wire::close);
        server.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** A socket to the server; reads one answer at a time. */
    static final class Wire implements AutoCloseable {
        private final Socket socket = new Socket();

        private Wire(int port, String from) throws IOException {
            socket.setSoTimeout(10_000);
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress("127.0.0.1", port));
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void trySend(String text) {
            try {
                send(text);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        /** Head and body of the next answer; empty at the end of the connection. */
        String read() throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return head.toString(StandardCharsets.ISO_8859_1);
                }
                head.write(next);
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            int length = text.lines()
                    .filter(line -> line.startsWith("content-length: "))
                    .mapToInt(line -> Integer.parseInt(line.substring(16).trim()))
                    .findFirst()
                    .orElse(0);
            return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static final class OneFunction implements Catalog {
        @Override
        public Optional<Revision> find(String accountId, String functionName) {
            return Optional.of(REVISION);
        }

        @Override
        public Collection<Revision> all() {
            return List.of(REVISION);
        }
    }

    private static final class OneEnvironment implements Fleet {
        @Override
        public void want(Revision revision, int environments) {}

        @Override
        public void release(Revision revision, String environmentId) {}

        @Override
        public void remove(Revision revision, String environmentId) {}

        @Override
        public CompletionStage<Optional<Revision>> identify(String environmentId, String token) {
            return CompletableFuture.completedStage(
                    Optional.of(REVISION).filter(_ -> environmentId.equals("e1") && token.equals("secret")));
        }
    }
}
