package dev.hearth.gateway.invoke;

import dev.hearth.gateway.dispatch.Answer;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/** Why a request is not answered with an invocation's result; {@link InvokeErrors} words it for the wire. */
sealed interface InvokeError {
    /** No such function, or no such version of it. */
    record FunctionNotFound(String qualifiedArn) implements InvokeError {}

    /** A function that is declared, but wrongly. */
    record NotServed(String why) implements InvokeError {}

    /** The ARN is of another region. */
    record OtherRegion(String named, String here) implements InvokeError {}

    /** The name's qualifier and the query's differ. */
    record QualifierMismatch() implements InvokeError {}

    /** A parameter breaks a constraint of Lambda's model. */
    record Constraint(String parameter, String value, String constraint) implements InvokeError {}

    /** A parameter has a value that cannot be served. */
    record BadParameter(String message) implements InvokeError {}

    /** A function has come to itself too often. */
    record Recursive(String function) implements InvokeError {}

    /** The payload is not JSON. */
    record BadPayload(String problem) implements InvokeError {}

    /** The client context is not what it must be. */
    record BadClientContext(String message) implements InvokeError {}

    /** More bytes than the invocation type takes. */
    record PayloadTooLarge(long bytes, PayloadLimit limit) implements InvokeError {}

    /** An event that cannot be kept. */
    record NotAccepted(String why) implements InvokeError {}

    /** The caller may not do this, or is nobody that is known. */
    record Denied(Refusal refusal) implements InvokeError {}

    /** No operation of Lambda's has this method and path. */
    record UnknownOperation() implements InvokeError {}

    /** An operation of Lambda's that Hearth does not have yet. */
    record OperationNotBuilt(String operation) implements InvokeError {}

    /** Not a readable HTTP request. */
    record Malformed(int status, String problem) implements InvokeError {
        /** What a decoder says of it. */
        static Malformed because(Throwable cause) {
            return switch (cause) {
                case TooLongHttpLineException tooLong -> new Malformed(414, "The request line is too long.");
                case TooLongHttpHeaderException tooLong -> new Malformed(431, "The headers are too large.");
                default -> new Malformed(400, "This is not an HTTP request: " + cause.getMessage());
            };
        }
    }

    /** The body did not arrive in time. */
    record TooSlow() implements InvokeError {}

    /** The caller's account holds as much memory as it may have now: bodies, results and answers that nobody reads. */
    record OverShare() implements InvokeError {}

    /** There is no memory for the body, and that is not the caller's doing. */
    record MemoryFull() implements InvokeError {}

    /** A concurrency limit. */
    record Throttled(Answer.Throttled answer) implements InvokeError {}

    /** Hearth's own fault. */
    record Unavailable(Answer.Unavailable answer) implements InvokeError {}
}
