package dev.hearth.gateway.dispatch;

import java.util.Optional;
import java.util.function.Function;

/**
 * What an environment reports of an invocation.
 *
 * @param requestId whose result this is
 * @param errorType present when the function failed
 * @param body result, or Lambda's error object; empty after a streamed result
 * @param logTail base64, when asked for
 * @param ends whether the environment's process ends after this
 * @param dropped present when there was no memory for it
 */
public record Result(
        String requestId,
        Optional<String> errorType,
        byte[] body,
        Optional<String> logTail,
        boolean ends,
        Optional<Answer.Unavailable> dropped) {

    /** One that is there. */
    public Result(String requestId, Optional<String> errorType, byte[] body, Optional<String> logTail, boolean ends) {
        this(requestId, errorType, body, logTail, ends, Optional.empty());
    }

    /** The same with another tail. */
    Result with(String tail) {
        return new Result(requestId, errorType, body, Optional.of(tail), ends, dropped);
    }

    Answer toAnswer() {
        return dropped.<Answer>map(Function.identity()).orElseGet(this::ended);
    }

    private Answer ended() {
        return errorType
                .<Answer>map(type -> new Answer.FunctionError(type, body, logTail))
                .orElseGet(() -> new Answer.Success(body, logTail));
    }
}
