package dev.hearth.runtime.connection;

import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The connection invocations come on. Answering one asks for the next: {@link #await} gives it. */
public final class WorkConnection implements AutoCloseable {
    private static final byte[] NOTHING = {};

    private final GatewayAddress address;
    private final Socket socket;
    private final OutputStream out;
    private final ReplyReader in;

    private WorkConnection(GatewayAddress address, Socket socket) throws IOException {
        this.address = address;
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.in = new ReplyReader(socket.getInputStream());
    }

    public static WorkConnection open(GatewayAddress address) throws IOException {
        return new WorkConnection(address, address.connect());
    }

    /** Init is over: asks for the first invocation. */
    public void askFirst(double initMillis) throws IOException {
        send(address.identify(Request.get(EnvironmentPaths.NEXT))
                .header(EnvironmentHeaders.INIT_MS, Double.toString(initMillis)));
    }

    /** Init failed, for good; waits until the gateway has heard it. */
    public void initFailed(String errorType, byte[] errorObject, String logTail) throws IOException {
        Request request = address.identify(Request.post(EnvironmentPaths.INIT_ERROR))
                .header(EnvironmentHeaders.ERROR_TYPE, errorType)
                .header(EnvironmentHeaders.LOG_TAIL, logTail);
        out.write(request.with(errorObject, errorObject.length));
        in.read();
    }

    /** A process with this status ended before the runtime began in it. */
    public void exited(String status) throws IOException {
        reportStart(EnvironmentHeaders.EXIT_ERROR, request -> request.header(EnvironmentHeaders.EXIT_STATUS, status));
    }

    /** The runtime did not begin in a process in its time. */
    public void late() throws IOException {
        reportStart(EnvironmentHeaders.TIMED_OUT, request -> request);
    }

    private void reportStart(String errorType, UnaryOperator<Request> more) throws IOException {
        Request request = address.identify(Request.post(EnvironmentPaths.INIT_ERROR))
                .header(EnvironmentHeaders.ERROR_TYPE, errorType);
        send(more.apply(request));
        in.read();
    }

    /** Sends a result. */
    public void respond(String requestId, byte[] result, int length, Optional<String> logTail) throws IOException {
        Request request = Request.post(EnvironmentPaths.response(requestId));
        logTail.ifPresent(tail -> request.header(EnvironmentHeaders.LOG_TAIL, tail));
        out.write(request.with(result, length));
    }

    /**
     * Sends an error object.
     *
     * @param ends whether this process ends now
     */
    public void fail(String requestId, String errorType, byte[] errorObject, Optional<String> logTail, boolean ends)
            throws IOException {
        Request request =
                Request.post(EnvironmentPaths.error(requestId)).header(EnvironmentHeaders.ERROR_TYPE, errorType);
        logTail.ifPresent(tail -> request.header(EnvironmentHeaders.LOG_TAIL, tail));
        if (ends) {
            request.header("Connection", "close");
        }
        out.write(request.with(errorObject, errorObject.length));
    }

    /** Begins a result that is sent as it is written. */
    public ChunkedBody stream(String requestId) throws IOException {
        out.write(Request.post(EnvironmentPaths.response(requestId))
                .header(EnvironmentHeaders.RESPONSE_MODE, EnvironmentHeaders.STREAMING)
                .chunked()
                .head());
        return new ChunkedBody(out);
    }

    /**
     * Names and values that end a streamed result broken in the middle.
     *
     * @param ends whether this process ends now
     */
    public static List<String> brokenBy(String errorType, byte[] errorObject, boolean ends) {
        String body = Base64.getEncoder().encodeToString(errorObject);
        return ends
                ? List.of(
                        EnvironmentHeaders.ERROR_TYPE,
                        errorType,
                        EnvironmentHeaders.ERROR_BODY,
                        body,
                        EnvironmentHeaders.ENDS,
                        "true")
                : List.of(EnvironmentHeaders.ERROR_TYPE, errorType, EnvironmentHeaders.ERROR_BODY, body);
    }

    /** Waits for the next invocation, or an answer that says there is none. */
    public Reply await() throws IOException {
        return in.read();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void send(Request request) throws IOException {
        out.write(request.with(NOTHING, 0));
    }
}
