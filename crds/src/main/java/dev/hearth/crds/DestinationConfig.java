package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Where records of invocations are sent. */
public class DestinationConfig {
    @JsonPropertyDescription("Where the record of an event that succeeded is sent; default nowhere.")
    private @Nullable Destination onSuccess;

    @JsonPropertyDescription(
            "Where the record of an event that was given up is sent; default nowhere: without it and a dead-letter queue, Hearth keeps the event for you to redrive.")
    private @Nullable Destination onFailure;

    public @Nullable Destination getOnSuccess() {
        return onSuccess;
    }

    public void setOnSuccess(@Nullable Destination onSuccess) {
        this.onSuccess = onSuccess;
    }

    public @Nullable Destination getOnFailure() {
        return onFailure;
    }

    public void setOnFailure(@Nullable Destination onFailure) {
        this.onFailure = onFailure;
    }
}
