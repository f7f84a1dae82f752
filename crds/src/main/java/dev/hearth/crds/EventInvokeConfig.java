package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** What becomes of asynchronous invocations, in Lambda's words. A change is in force for all that are not done with. */
public class EventInvokeConfig {
    @JsonPropertyDescription("How often an event is tried again after the function failed, 0 to 2, default 2.")
    @Default("2")
    @Min(0)
    @Max(2)
    private int maximumRetryAttempts = 2;

    @JsonPropertyDescription(
            "Seconds after which an event is tried no more, 60 to 21600, default 21600 (6 hours), whether it was tried or not.")
    @Default("21600")
    @Min(60)
    @Max(21_600)
    private int maximumEventAgeInSeconds = 21_600;

    @JsonPropertyDescription("Where a record of every event that is done with is sent.")
    @Default("{}")
    private DestinationConfig destinationConfig = new DestinationConfig();

    public int getMaximumRetryAttempts() {
        return maximumRetryAttempts;
    }

    public void setMaximumRetryAttempts(int maximumRetryAttempts) {
        this.maximumRetryAttempts = maximumRetryAttempts;
    }

    public int getMaximumEventAgeInSeconds() {
        return maximumEventAgeInSeconds;
    }

    public void setMaximumEventAgeInSeconds(int maximumEventAgeInSeconds) {
        this.maximumEventAgeInSeconds = maximumEventAgeInSeconds;
    }

    public DestinationConfig getDestinationConfig() {
        return destinationConfig;
    }

    public void setDestinationConfig(DestinationConfig destinationConfig) {
        this.destinationConfig = destinationConfig;
    }
}
