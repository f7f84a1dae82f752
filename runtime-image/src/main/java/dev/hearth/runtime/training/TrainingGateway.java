package dev.hearth.runtime.training;

import dev.hearth.protocol.Assignment;
import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Just enough of a gateway to lead one environment through a life; ends the process after the last event. */
final class TrainingGateway {
    private static final int THREADS_BACKLOG = 4;

    private final ServerSocket server;
    private final Assignment assignment;
    private final byte[] code;
    private final Iterator<String> events;

    private TrainingGateway(ServerSocket server, Assignment assignment, byte[] code, List<String> events) {
        this.server = server;
        this.assignment = assignment;
        this.code = code;
        this.events = events.iterator();
    }

    /** @param code the jar that it hands out */
    static TrainingGateway open(Assignment assignment, byte[] code, List<String> events) throws IOException {
        ServerSocket server = new ServerSocket(0, THREADS_BACKLOG, InetAddress.getLoopbackAddress());
        TrainingGateway gateway = new TrainingGateway(server, assignment, code, events);
        daemon(gateway::accept);
        return gateway;
    }

    int port() {
        return server.getLocalPort();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "training-gateway");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                daemon(() -> serve(connection));
            }
        } catch (IOException e) {
            throw new IllegalStateException("training failed", e);
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            while (answer(in, connection.getOutputStream())) {}
        } catch (IOException environmentGone) {
            return;
        }
    }

    private boolean answer(InputStream in, OutputStream out) throws IOException {
        String path = line(in).split(" ", 3)[1];
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring(header.indexOf(':') + 1).trim());
            }
        }
        in.readNBytes(length);
        switch (path) {
            case EnvironmentPaths.ATTACH -> send(out, assignment.toHeaders(), new byte[0]);
            case EnvironmentPaths.CONTROL -> {} // left waiting, as by a gateway that has no command
            default -> {
                if (path.startsWith(EnvironmentPaths.CODE)) {
                    send(out, Map.of(), code);
                } else {
                    nextEvent(out);
                }
            }
        }
        return true;
    }

    private void nextEvent(OutputStream out) throws IOException {
        if (!events.hasNext()) {
            System.exit(0);
        }
        Map<String, String> headers = new TreeMap<>(Map.of(
                EnvironmentHeaders.REQUEST_ID, "00000000-0000-0000-0000-000000000000",
                EnvironmentHeaders.REMAINING_MS, "3000",
                EnvironmentHeaders.INVOKED_FUNCTION_ARN, "arn:aws:lambda:us-east-1:000000000000:function:training",
                EnvironmentHeaders.TRACE_ID, "Root=1-00000000-000000000000000000000000"));
        send(out, headers, events.next().getBytes(StandardCharsets.UTF_8));
    }

    private static void send(OutputStream out, Map<String, String> headers, byte[] content) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\ncontent-length: " + content.length + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        whole.writeBytes(content);
        out.write(whole.toByteArray());
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("closed");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).trim();
    }
}
