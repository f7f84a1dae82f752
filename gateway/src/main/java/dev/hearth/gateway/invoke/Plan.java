package dev.hearth.gateway.invoke;

import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Revision;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What to do about a request, known once its headers are there. */
sealed interface Plan {
    /** Run the function on the body. */
    record Run(
            Revision revision,
            String invokedArn,
            Optional<String> clientContext,
            String traceHeader,
            boolean logTail,
            boolean streaming)
            implements Plan {}

    /** Keep the body as the event of an asynchronous invocation. */
    record Accept(FunctionId function, Optional<String> qualifier, String traceHeader) implements Plan {}

    /** Do something about what was accepted, as the body says. */
    record Manage(Function<byte[], CompletionStage<TextResponse>> operation) implements Plan {}

    /** Check the body and run nothing. */
    record DryRun() implements Plan {}

    /** Answer an error once the body has passed. */
    record Refuse(InvokeError error) implements Plan {}

    /** Who sent it is known once its body is there. */
    record Unproven(Access.Proof proof, HttpRequest head) implements Plan {}

    /** It is being found out whether it may run. */
    record Pending(CompletionStage<Plan> decision) implements Plan {}

    /** Answer a text of this process. */
    record Local(TextResponse response) implements Plan {}
}
