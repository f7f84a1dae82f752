package dev.hearth.gateway.invoke;

import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Revision;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What to do about a request, known once its headers are there. */
sealed interface Plan {
    /** Something that takes the body, for a caller who may do it. */
    sealed interface WithBody extends Plan {
        /** 12 digits: the caller's account, whose share of memory it takes. */
        String payer();
    }

    /** Run the function on the body. */
    record Run(
            String payer,
            Revision revision,
            String invokedArn,
            Optional<String> clientContext,
            String traceHeader,
            boolean logTail,
            boolean streaming)
            implements WithBody {}

    /** Keep the body as the event of an asynchronous invocation. */
    record Accept(String payer, FunctionId function, Optional<String> qualifier, String traceHeader)
            implements WithBody {}

    /** Do something about what was accepted, as the body says. */
    record Manage(String payer, Function<byte[], CompletionStage<TextResponse>> operation) implements WithBody {}

    /** Check the body and run nothing. */
    record DryRun(String payer) implements WithBody {}

    /** Answer an error once the body has passed. */
    record Refuse(InvokeError error) implements Plan {}

    /** Who sent it is known once its body is there. */
    record Unproven(Access.Proof proof, HttpRequest head) implements Plan {}

    /** It is being found out whether it may run; a body that has not come yet is not read before. */
    record Pending(CompletionStage<Plan> decision) implements Plan {}

    /** Answer a text of this process. */
    record Local(TextResponse response) implements Plan {}
}
