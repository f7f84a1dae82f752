package dev.hearth.gateway.invoke;

import dev.hearth.gateway.dispatch.Answer;
import java.time.Duration;
import java.util.Optional;

/**
 * Words every {@link InvokeError} as Lambda does: status, type, body key and text.
 *
 * <p>Where Lambda has no error of the kind, the choice is: an operation that is not built is a 501
 * {@code NotImplementedException}, which the SDKs do not retry; everything Hearth itself is to blame for is a 500
 * {@code ServiceException}, which they do, with {@code Retry-After} when nothing ran; 503 when it lacks memory. An invocation type or option that is
 * not built is an {@code InvalidParameterValueException} 400 that names it: {@code Event} is never answered by a false 202.
 */
final class InvokeErrors {
    private static final String NOT_JSON =
            "Could not parse request body into json: Could not parse payload into json: ";

    /** Lambda's words for a function that is not Active; SDKs do not repeat a 409. */
    private static final String NOT_SERVED =
            "The operation cannot be performed at this time. The function is currently in the following state: Failed. ";

    private InvokeErrors() {}

    static WireError wire(InvokeError error) {
        return switch (error) {
            case InvokeError.FunctionNotFound(String arn) ->
                WireError.upper(404, "ResourceNotFoundException", "Function not found: " + arn);
            case InvokeError.NotServed(String why) ->
                WireError.lower(409, "ResourceConflictException", NOT_SERVED + why);
            case InvokeError.OtherRegion(String named, String here) ->
                WireError.upper(404, "ResourceNotFoundException", otherRegion(named, here));
            case InvokeError.QualifierMismatch() ->
                invalidParameter(
                        "The derived qualifier from the function name does not match the specified qualifier.");
            case InvokeError.Recursive(String function) ->
                WireError.upper(
                        400,
                        "RecursiveInvocationException",
                        "Lambda detected the specified function being invoked in a recursive loop: " + function
                                + " has come to itself 16 times");
            case InvokeError.BadParameter(String message) -> invalidParameter(message);
            case InvokeError.Constraint constraint ->
                WireError.untyped(400, "ValidationException", "message", violation(constraint));
            case InvokeError.BadPayload(String problem) ->
                WireError.lower(400, "InvalidRequestContentException", NOT_JSON + problem);
            case InvokeError.BadClientContext(String message) ->
                WireError.lower(400, "InvalidRequestContentException", message);
            case InvokeError.PayloadTooLarge(long bytes, PayloadLimit limit) ->
                WireError.lower(413, "RequestEntityTooLargeException", tooLarge(bytes, limit));
            case InvokeError.NotAccepted(String why) ->
                unavailable(Answer.Cause.NO_ENVIRONMENT, "The event was not accepted: " + why + ". Try again.");
            case InvokeError.Denied(Refusal(Refusal.Kind kind, String message)) -> denied(kind, message);
            case InvokeError.UnknownOperation() ->
                WireError.untyped(
                        403,
                        "AccessDeniedException",
                        "Message",
                        "Unable to determine service/operation name to be authorized");
            case InvokeError.OperationNotBuilt(String operation) ->
                WireError.upper(501, "NotImplementedException", operation + " is not supported yet");
            case InvokeError.Malformed(int status, String problem) ->
                WireError.untyped(status, "BadRequestException", "message", problem);
            case InvokeError.TooSlow() ->
                WireError.untyped(
                        408, "RequestTimeoutException", "message", "The request body did not arrive in time.");
            case InvokeError.OverShare() -> throttled(Answer.Reason.CallerRateLimitExceeded, Duration.ofSeconds(1));
            case InvokeError.MemoryFull() ->
                server(503, "There is no memory for the request's body at this moment. Nothing ran; try again.", 1);
            case InvokeError.Throttled(Answer.Throttled(Answer.Reason reason, Duration retryAfter)) ->
                throttled(reason, retryAfter);
            case InvokeError.Unavailable(Answer.Unavailable(Answer.Cause cause, String message)) ->
                unavailable(cause, message);
        };
    }

    private static WireError denied(Refusal.Kind kind, String message) {
        return switch (kind) {
            case ACCESS_DENIED -> WireError.untyped(403, "AccessDeniedException", "Message", message);
            case MISSING_TOKEN -> WireError.untyped(403, "MissingAuthenticationTokenException", "message", message);
            case UNRECOGNIZED_CLIENT -> WireError.untyped(403, "UnrecognizedClientException", "message", message);
            case INVALID_SIGNATURE -> WireError.untyped(403, "InvalidSignatureException", "message", message);
            case INCOMPLETE_SIGNATURE -> WireError.untyped(400, "IncompleteSignatureException", "message", message);
            case UNAVAILABLE -> unavailable(Answer.Cause.STOPPING, message);
        };
    }

    private static WireError invalidParameter(String message) {
        return WireError.lower(400, "InvalidParameterValueException", message);
    }

    private static WireError throttled(Answer.Reason reason, Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return new WireError(
                429,
                "TooManyRequestsException",
                Optional.of("User"),
                "message",
                "Rate Exceeded.",
                Optional.of(reason.name()),
                seconds);
    }

    private static WireError unavailable(Answer.Cause cause, String message) {
        return switch (cause) {
            case NO_ENVIRONMENT, NOT_KEPT, STOPPING -> server(500, message, 1);
            case ENVIRONMENT_LOST -> server(500, message, 0);
            case RESULT_DROPPED -> server(503, message, 0);
        };
    }

    private static WireError server(int status, String message, long retryAfter) {
        return new WireError(
                status, "ServiceException", Optional.of("Server"), "Message", message, Optional.empty(), retryAfter);
    }

    private static String otherRegion(String named, String here) {
        return "Functions from '" + named + "' are not reachable in this region ('" + here + "')";
    }

    private static String tooLarge(long bytes, PayloadLimit limit) {
        return bytes + " byte payload is too large for the " + limit.invocationType() + " invocation type (limit "
                + limit.bytes() + " bytes)";
    }

    private static String violation(InvokeError.Constraint constraint) {
        return "1 validation error detected: Value '" + constraint.value() + "' at '" + constraint.parameter()
                + "' failed to satisfy constraint: " + constraint.constraint();
    }
}
