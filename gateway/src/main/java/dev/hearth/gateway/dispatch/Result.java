package dev.hearth.gateway.dispatch;

import java.util.Optional;

/**
 * What an environment reports of an invocation.
 *
 * @param requestId whose result this is
 * @param errorType present when the function failed
 * @param body result, or Lambda's error object; empty after a streamed result
 * @param logTail base64, when asked for
 * @param ends whether the environment's process ends after this
 */
public record Result(
        String requestId, Optional<String> errorType, byte[] body, Optional<String> logTail, boolean ends) {

    /** The same with another tail. */
    Result with(String tail) {
        return new Result(requestId, errorType, body, Optional.of(tail), ends);
    }

    Answer toAnswer() {
        return errorType
                .<Answer>map(type -> new Answer.FunctionError(type, body, logTail))
                .orElseGet(() -> new Answer.Success(body, logTail));
    }
}
