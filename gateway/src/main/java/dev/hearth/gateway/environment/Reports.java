package dev.hearth.gateway.environment;

import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.Beat;
import dev.hearth.gateway.dispatch.Ended;
import dev.hearth.gateway.dispatch.InitError;
import dev.hearth.gateway.dispatch.LogTail;
import dev.hearth.gateway.dispatch.Result;
import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
import dev.hearth.protocol.EnvironmentState;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Headers, trailers and bodies of an environment's requests, read as what dispatch is to know. */
final class Reports {
    private static final Answer.Unavailable NO_ROOM = new Answer.Unavailable(
            Answer.Cause.RESULT_DROPPED,
            "The function ran, but there was no memory for its result: too many results wait for their callers to read them.");

    private static final Answer.Unavailable NO_CODE = new Answer.Unavailable(
            Answer.Cause.NO_ENVIRONMENT,
            "The function's code could not be brought to an execution environment. Nothing ran; try again.");

    private Reports() {}

    /** How the process before the one that attaches has ended. */
    static Ended ended(HttpHeaders headers) {
        return new Ended(exitStatus(headers), logTail(headers));
    }

    /** How long the process took until it attached, in ms. */
    static double startMillis(HttpHeaders headers) {
        return Double.parseDouble(headers.get(EnvironmentHeaders.START_MS, "0"));
    }

    static Beat beat(HttpHeaders headers) {
        return new Beat(
                EnvironmentState.valueOf(headers.get(EnvironmentHeaders.STATE, "READY")),
                Optional.ofNullable(headers.get(EnvironmentHeaders.RUNNING)),
                logTail(headers),
                number(headers.get(EnvironmentHeaders.METRICS_PORT)));
    }

    /** @param lost whether there was no memory for the body */
    static InitError initError(HttpHeaders headers, byte[] body, boolean lost) {
        String type = errorType(headers);
        return switch (type) {
            case EnvironmentHeaders.CODE_UNAVAILABLE -> new InitError.Reported(NO_CODE);
            case EnvironmentHeaders.EXIT_ERROR -> new InitError.Exited(exitStatus(headers));
            case EnvironmentHeaders.TIMED_OUT -> new InitError.Late();
            default ->
                new InitError.Reported(
                        lost ? InitError.NO_ROOM : new Answer.FunctionError(type, body, logTail(headers)));
        };
    }

    /** @param lost whether there was no memory for the body */
    static Result response(String path, HttpHeaders headers, HttpHeaders trailers, byte[] body, boolean lost) {
        Optional<String> errorType = Optional.ofNullable(trailers.get(EnvironmentHeaders.ERROR_TYPE));
        return result(path, headers, trailers, errorType, body, lost);
    }

    /** @param lost whether there was no memory for the body */
    static Result error(String path, HttpHeaders headers, HttpHeaders trailers, byte[] body, boolean lost) {
        return result(path, headers, trailers, Optional.of(errorType(headers)), body, lost);
    }

    private static Result result(
            String path,
            HttpHeaders headers,
            HttpHeaders trailers,
            Optional<String> errorType,
            byte[] body,
            boolean lost) {
        String errorBody = trailers.get(EnvironmentHeaders.ERROR_BODY);
        return new Result(
                EnvironmentPaths.requestId(path),
                errorType,
                errorBody == null ? body : Base64.getDecoder().decode(errorBody),
                logTail(trailers).or(() -> logTail(headers)),
                "close".equalsIgnoreCase(headers.get("Connection")) || trailers.contains(EnvironmentHeaders.ENDS),
                lost ? Optional.of(NO_ROOM) : Optional.empty());
    }

    private static String errorType(HttpHeaders headers) {
        return headers.get(EnvironmentHeaders.ERROR_TYPE, "Runtime.Unknown");
    }

    private static OptionalInt exitStatus(HttpHeaders headers) {
        return number(headers.get(EnvironmentHeaders.EXIT_STATUS));
    }

    private static OptionalInt number(@Nullable String text) {
        return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    private static Optional<String> logTail(HttpHeaders headers) {
        return LogTail.sent(Optional.ofNullable(headers.get(EnvironmentHeaders.LOG_TAIL)));
    }
}
