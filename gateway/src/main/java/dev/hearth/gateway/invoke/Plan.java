package dev.hearth.gateway.invoke;

import dev.hearth.gateway.catalog.Revision;
import java.util.Optional;

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

    /** Check the body and run nothing. */
    record DryRun() implements Plan {}

    /** Answer an error once the body has passed. */
    record Refuse(InvokeError error) implements Plan {}

    /** Answer a text of this process. */
    record Local(TextResponse response) implements Plan {}
}
