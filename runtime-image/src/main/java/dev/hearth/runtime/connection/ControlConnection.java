package dev.hearth.runtime.connection;

import dev.hearth.protocol.Assignment;
import dev.hearth.protocol.Command;
import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
import dev.hearth.protocol.EnvironmentState;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/** The connection on which the gateway gives commands: one attach, then one question after the other. */
public final class ControlConnection {
    private static final byte[] NOTHING = {};

    private final GatewayAddress address;
    private final OutputStream out;
    private final ReplyReader in;

    private ControlConnection(GatewayAddress address, Socket socket) throws IOException {
        this.address = address;
        this.out = socket.getOutputStream();
        this.in = new ReplyReader(socket.getInputStream());
    }

    public static ControlConnection open(GatewayAddress address) throws IOException {
        return new ControlConnection(address, address.connectWatchfully());
    }

    /**
     * Says who this is and waits for what it is to run; that may take long while the function's inits fail.
     *
     * @param exitStatus how the process before ended, or empty text
     * @param logTail of an invocation that it did not live to end, base64
     * @param startMillis age of this process
     * @throws AttachRefused when there is no use in trying again
     */
    public Assignment attach(String exitStatus, Optional<String> logTail, long startMillis) throws IOException {
        Request request = address.identify(Request.post(EnvironmentPaths.ATTACH))
                .header(EnvironmentHeaders.PROTOCOL_VERSION, "1")
                .header(EnvironmentHeaders.START_MS, Long.toString(startMillis));
        if (!exitStatus.isEmpty()) {
            request.header(EnvironmentHeaders.EXIT_STATUS, exitStatus);
        }
        logTail.ifPresent(tail -> request.header(EnvironmentHeaders.LOG_TAIL, tail));
        send(request);
        Reply reply = in.read();
        if (!reply.isOk()) {
            throw new AttachRefused(new String(reply.body(), StandardCharsets.UTF_8));
        }
        return Assignment.fromHeaders(name -> reply.header(name).orElse(""));
    }

    /** What the environment says of itself with a question. */
    public record Report(EnvironmentState state, Optional<String> running, OptionalInt metricsPort) {
        private Request request() {
            Request request = Request.post(EnvironmentPaths.CONTROL).header(EnvironmentHeaders.STATE, state.name());
            running.ifPresent(id -> request.header(EnvironmentHeaders.RUNNING, id));
            metricsPort.ifPresent(port -> request.header(EnvironmentHeaders.METRICS_PORT, Integer.toString(port)));
            return request;
        }
    }

    /** Asks for a command; {@link #await} gives it. A question asked while another is open gets no answer of its own. */
    public void ask(Report report) throws IOException {
        send(report.request());
    }

    /** Tells the log's tail once more, before the end of a process that is reset. */
    public void sayFarewell(Report report, String logTail) throws IOException {
        send(report.request().header(EnvironmentHeaders.LOG_TAIL, logTail));
    }

    /** Waits for a command. */
    public Command await() throws IOException {
        Reply reply = in.read();
        if (!reply.isOk()) {
            throw new IOException("the gateway answered " + reply.status() + " to control");
        }
        return reply.header(EnvironmentHeaders.COMMAND).map(Command::valueOf).orElse(Command.NONE);
    }

    private synchronized void send(Request request) throws IOException {
        out.write(request.with(NOTHING, 0));
    }
}
