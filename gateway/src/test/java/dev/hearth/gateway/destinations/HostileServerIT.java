package dev.hearth.gateway.destinations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.gateway.async.Debt;
import dev.hearth.gateway.async.RecordSender.Undeliverable;
import dev.hearth.gateway.catalog.Destination;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Destinations of somebody who means harm: a server of his own, a name of his own. */
class HostileServerIT {
    private static final FunctionId FUNCTION = new FunctionId("us-east-1", "111122223333", "shop", "f");
    private static final AcceptedEvent EVENT = new AcceptedEvent(
            "r1",
            FUNCTION,
            Optional.empty(),
            "Root=1-67891233-abcdef012345678912345678",
            Instant.EPOCH,
            "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    private static final Outcome FAILED = new Outcome(
            Outcome.Condition.RetriesExhausted,
            1,
            Instant.EPOCH,
            Optional.of(new Outcome.Response(
                    "1", Optional.of("Unhandled"), "{\"errorMessage\":\"boom\"}".getBytes(StandardCharsets.UTF_8))));
    private static final Map<String, String> KEYS = Map.of("accessKeyId", "id", "secretAccessKey", "key");

    private static final String ENDED = "ended";

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private Optional<ServerSocket> server = Optional.empty();

    /** What it does with a connection, on a thread of its own. */
    private interface Behaviour {
        void serve(BufferedReader in, OutputStream out) throws IOException, InterruptedException;
    }

    private int listen(Behaviour behaviour) throws IOException {
        ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server = Optional.of(listening);
        Thread.ofVirtual().start(() -> accept(listening, behaviour));
        return listening.getLocalPort();
    }

    private void accept(ServerSocket listening, Behaviour behaviour) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket, behaviour));
            } catch (IOException e) {
                return; // the test has ended
            }
        }
    }

    private void serve(Socket socket, Behaviour behaviour) {
        try (socket) {
            behaviour.serve(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)),
                    socket.getOutputStream());
        } catch (IOException e) {
            // the other side has gone, as it should
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            received.add(ENDED);
        }
    }

    @AfterEach
    void end() throws IOException {
        if (server.isPresent()) {
            server.get().close();
        }
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static Destination.Subject subject(String host, int port, String subject) {
        return new Destination.Subject(URI.create("nats://" + host + ":" + port), subject, Optional.empty());
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    // ---- NATS ----

    private static final String INFO =
            "INFO {\"server_id\":\"x\",\"version\":\"2.10.0\",\"proto\":1,\"headers\":true,\"max_payload\":8388608,"
                    + "\"jetstream\":true}\r\n";

    /** The client makes room for what is announced: two gigabytes ended the gateway. */
    @ParameterizedTest
    @ValueSource(strings = {"MSG x 1 2000000000\r\n", "HMSG x 1 2000000000 2000000010\r\n", "MSG 1 5\n 2000000000\r\n"})
    void aMessageOfTwoGigabytesEndsItsConnectionAndNothingElse(String announcement) throws Exception {
        int port = listen((in, out) -> {
            write(out, INFO);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                received.add(line);
                write(out, line.startsWith("PING") ? "PONG\r\n" : "");
                write(out, line.startsWith("PUB") || line.startsWith("HPUB") ? announcement : "");
            }
        });
        try (NatsSender sender = new NatsSender((_, _) -> Map.of(), Reach.everything())) {
            assertThatThrownBy(() -> sender.send(Debt.Kind.ON_FAILURE, subject("127.0.0.1", port, "s"), EVENT, FAILED))
                    .isInstanceOf(IOException.class);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> received.contains(ENDED));
        }
        assertThat(received).anyMatch(line -> line.startsWith("PUB") || line.startsWith("HPUB"));
    }

    /** The client reads JSON with a stack, whose end ended the thread that sends, with the memory of its record. */
    @Test
    void jsonThatIsNestedTooDeepEndsItsConnectionAndNothingElse() throws Exception {
        String deep = "{\"a\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}";
        int greeting = listen((in, out) -> write(out, "INFO " + deep + "\r\n"));
        failsWithoutTheEndOfItsThread(greeting);
        server.orElseThrow().close();
        int answering = listen((in, out) -> {
            write(out, INFO);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                write(out, line.startsWith("PING") ? "PONG\r\n" : "");
                String[] words = line.split(" ");
                if (words[0].endsWith("PUB")) {
                    write(out, "MSG " + words[2] + " 1 " + deep.length() + "\r\n" + deep + "\r\n");
                }
            }
        });
        failsWithoutTheEndOfItsThread(answering);
    }

    private static void failsWithoutTheEndOfItsThread(int port) {
        try (NatsSender sender = new NatsSender((_, _) -> Map.of(), Reach.everything())) {
            assertThatThrownBy(() -> sender.send(Debt.Kind.ON_FAILURE, subject("127.0.0.1", port, "s"), EVENT, FAILED))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void connectsToTheAddressThatWasCheckedAndNoOther() throws Exception {
        int port = listen((in, out) -> {
            received.add("connected");
            write(out, INFO);
            in.readLine();
        });
        AtomicInteger asked = new AtomicInteger();
        Reach once = host -> {
            if (asked.incrementAndGet() > 1) {
                throw new UnknownHostException("asked twice");
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        };
        try (NatsSender sender = new NatsSender((_, _) -> Map.of(), once)) {
            assertThatThrownBy(() -> sender.send(
                            Debt.Kind.ON_FAILURE, subject("name.that.is.nowhere.invalid", port, "s"), EVENT, FAILED))
                    .isInstanceOf(IOException.class);
        }
        assertThat(received).contains("connected");
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$JS.API.STREAM.DELETE.HEARTH_EVENTS-0",
                "$SYS.REQ.SERVER.PING",
                "_INBOX.x",
                "a.*",
                "a.>",
                "*",
                ">",
                "a b",
                "a\r\nPUB HEARTH_EVENTS.0.0.x 0",
                "a..b",
                ".a",
                "a.",
                "",
                "HEARTH_EVENTS.0.0.x",
                "HEARTH_EVENTS.gateway",
                "HEARTH_EVENTS"
            })
    void refusesSubjectsThatAreNobodysToPublishTo(String subject) {
        Reach reach = Reach.everything().without("HEARTH_EVENTS");
        try (NatsSender sender = new NatsSender((_, _) -> Map.of(), reach)) {
            assertThatThrownBy(() -> sender.send(Debt.Kind.ON_FAILURE, subject("127.0.0.1", 1, subject), EVENT, FAILED))
                    .isInstanceOf(Undeliverable.class)
                    .hasMessageContaining("subject '" + subject + "'")
                    .hasMessageContaining("name ");
        }
    }

    @Test
    void ordinarySubjectsAreNotRefused() {
        Reach reach = Reach.everything().without("HEARTH_EVENTS");
        assertThat(List.of("a", "orders.failed", "HEARTH_EVENTS_OF_MINE.x", "a-b.c_d.é$"))
                .allMatch(subject -> reach.refusal(subject).isEmpty());
    }

    // ---- HTTP ----

    /** It held a record and a place for as long as it liked. */
    @Test
    void anAnswerThatDripsEndsWithTheDeadline() throws Exception {
        int port = listen((in, out) -> {
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                received.add(line);
            }
            write(out, "HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n");
            while (true) {
                write(out, "x");
                Thread.sleep(20);
            }
        });
        Destination.Url url = new Destination.Url(URI.create("http://127.0.0.1:" + port + "/"), Optional.empty());
        try (HttpSender sender = new HttpSender((_, _) -> Map.of(), Reach.everything(), Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> sender.send(Debt.Kind.ON_FAILURE, url, EVENT, FAILED))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no answer within");
        }
    }

    /** A head of one line, or of any number of lines, that never ends. */
    private int listenWithEndlessHead(String more) throws IOException {
        String many = more.repeat((1 << 20) / more.length());
        return listen((in, out) -> {
            received.add(body(in));
            write(out, "HTTP/1.1 200 OK\r\n");
            for (int i = 0; i < 1_000; i++) {
                write(out, many);
                received.add("sent");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a: b\r\n"})
    void aHeadWithoutEndIsNotReadOfAServer(String more) throws Exception {
        Destination.Url url = new Destination.Url(
                URI.create("http://127.0.0.1:" + listenWithEndlessHead(more) + "/"), Optional.empty());
        try (HttpSender sender = new HttpSender((_, _) -> Map.of(), Reach.everything())) {
            assertThatThrownBy(() -> sender.send(Debt.Kind.ON_FAILURE, url, EVENT, FAILED))
                    .isInstanceOf(IOException.class);
        }
        assertThat(received).hasSizeLessThan(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a: b\r\n"})
    void aHeadWithoutEndIsNotReadOfAQueue(String more) throws Exception {
        int port = listenWithEndlessHead(more);
        try (SqsSender sender = new SqsSender((_, _) -> KEYS, Reach.everything(), false)) {
            assertThatThrownBy(
                            () -> sender.send(Debt.Kind.DEAD_LETTER, queue("http://127.0.0.1:" + port), EVENT, FAILED))
                    .isInstanceOf(IOException.class);
        }
        assertThat(received).hasSizeLessThan(400);
    }

    // ---- SQS ----

    private static final String FORBIDDEN = String.join(
            "\r\n",
            "HTTP/1.1 400 Bad Request",
            "Content-Type: application/x-amz-json-1.0",
            "Content-Length: 1000000000",
            "",
            "");

    private static Destination.Queue queue(String endpoint) {
        return new Destination.Queue(
                "arn:aws:sqs:us-east-1:111122223333:q",
                "us-east-1",
                "111122223333",
                "q",
                Optional.of(URI.create(endpoint)),
                Optional.of("keys"));
    }

    private static String body(BufferedReader in) throws IOException {
        int length = 0;
        StringBuilder head = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.append(line).append('\n');
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        char[] body = new char[length];
        for (int read = 0; read < length; ) {
            int more = in.read(body, read, length - read);
            if (more < 0) {
                throw new IOException("ended early");
            }
            read += more;
        }
        return head + new String(body);
    }

    @Test
    void aDeadLetterHasTheMessageOfTheErrorAndTheTraceHeader() throws Exception {
        int port = listen((in, out) -> {
            for (String request = body(in); !request.isEmpty(); request = body(in)) {
                received.add(request);
                String answer = request.contains("GetQueueUrl")
                        ? "{\"QueueUrl\":\"http://q/q\"}"
                        : "{\"MessageId\":\"m\",\"MD5OfMessageBody\":\"bb6cb5c68df4652941caf652a366f2d8\",\"MD5OfMessageAttributes\":\"c53746af77ede3f754a11d6300b74f7a\"}";
                write(
                        out,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: "
                                + answer.length() + "\r\n\r\n" + answer);
            }
        });
        AtomicInteger resolved = new AtomicInteger();
        Reach nowhere = host -> {
            resolved.incrementAndGet();
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        };
        try (SqsSender sender = new SqsSender((_, _) -> KEYS, nowhere, false)) {
            sender.send(Debt.Kind.DEAD_LETTER, queue("http://queue.that.is.nowhere.invalid:" + port), EVENT, FAILED);
        }

        assertThat(resolved.get()).isPositive();
        assertThat(received.stream()
                        .filter(each -> !each.equals(ENDED))
                        .toList()
                        .getLast())
                .contains("\"ErrorMessage\":{", "\"StringValue\":\"boom\"")
                .contains("\"AWSTraceHeader\":{", "Root=1-67891233-abcdef012345678912345678")
                .contains("\"MessageBody\":\"{\\\"a\\\":1}\"");
    }

    /** The SDK reads whatever it is answered into memory. */
    @Test
    void anAnswerOfAGigabyteIsNotRead() throws Exception {
        int port = listen((in, out) -> {
            received.add(body(in));
            write(out, FORBIDDEN);
            byte[] junk = new byte[1 << 20];
            Arrays.fill(junk, (byte) ' ');
            for (int i = 0; i < 1_000; i++) {
                out.write(junk);
                received.add("sent");
            }
        });
        try (SqsSender sender = new SqsSender((_, _) -> KEYS, Reach.everything(), false)) {
            assertThatThrownBy(
                            () -> sender.send(Debt.Kind.DEAD_LETTER, queue("http://127.0.0.1:" + port), EVENT, FAILED))
                    .isInstanceOf(IOException.class);
        }
        assertThat(received).hasSizeLessThan(400);
    }

    // ---- clients ----

    @Test
    void oneNamespaceHasAFewClientsAndTakesNobodyElses() throws Exception {
        List<String> closed = new CopyOnWriteArrayList<>();
        NamespacePools<String, String> pools = new NamespacePools<>(closed::add);
        pools.get("other", "a", () -> "other-a");
        for (int i = 0; i < 1_000; i++) {
            String name = "n" + i;
            try {
                pools.get("greedy", name, () -> name);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("too many destinations of greedy");
            }
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> closed.size() >= 1_000 - 8);

        assertThat(closed).doesNotContain("other-a");
        assertThat(pools.get("other", "a", () -> {
                    throw new UncheckedIOException(new IOException("made again"));
                }))
                .isEqualTo("other-a");
        pools.close();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> closed.contains("other-a"));
    }
}
