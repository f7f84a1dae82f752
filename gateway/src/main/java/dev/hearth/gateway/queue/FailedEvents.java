package dev.hearth.gateway.queue;

import dev.hearth.gateway.catalog.FunctionKey;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Events that were given up, or whose record no destination has taken yet. */
public interface FailedEvents {
    /**
     * The eldest first; blocks.
     *
     * @param after request id of the last one of the page before; empty: the first page
     */
    List<FailedEvent> list(FunctionKey function, Optional<String> after, int most) throws IOException;

    /** How many there are of a function. */
    int count(FunctionKey function);

    /**
     * Gives events another chance, as if they had just been accepted, under their request ids.
     *
     * @param requestIds empty: all of the function
     * @return how many got it; an unknown one, or one that is being sent to a destination, does not
     */
    CompletionStage<Integer> redrive(FunctionKey function, Collection<String> requestIds);
}
