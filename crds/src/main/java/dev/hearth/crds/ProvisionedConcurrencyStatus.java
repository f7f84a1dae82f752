package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How provisioned concurrency stands, in Lambda's words; written when the status changes. */
public class ProvisionedConcurrencyStatus {
    @JsonPropertyDescription("Environments that were asked for.")
    private int requestedProvisionedConcurrentExecutions;

    @JsonPropertyDescription("Environments that were there, initialised or not.")
    private int allocatedProvisionedConcurrentExecutions;

    @JsonPropertyDescription("Environments that were initialised.")
    private int availableProvisionedConcurrentExecutions;

    @JsonPropertyDescription("IN_PROGRESS, READY or FAILED.")
    @Size(max = 16)
    private String status = "";

    @JsonPropertyDescription(
            "Why it is FAILED: FUNCTION_ERROR_INIT_FAILURE, or the limit that is in the way and what to do.")
    @Size(max = 1024)
    private @Nullable String statusReason;

    public int getRequestedProvisionedConcurrentExecutions() {
        return requestedProvisionedConcurrentExecutions;
    }

    public void setRequestedProvisionedConcurrentExecutions(int requestedProvisionedConcurrentExecutions) {
        this.requestedProvisionedConcurrentExecutions = requestedProvisionedConcurrentExecutions;
    }

    public int getAllocatedProvisionedConcurrentExecutions() {
        return allocatedProvisionedConcurrentExecutions;
    }

    public void setAllocatedProvisionedConcurrentExecutions(int allocatedProvisionedConcurrentExecutions) {
        this.allocatedProvisionedConcurrentExecutions = allocatedProvisionedConcurrentExecutions;
    }

    public int getAvailableProvisionedConcurrentExecutions() {
        return availableProvisionedConcurrentExecutions;
    }

    public void setAvailableProvisionedConcurrentExecutions(int availableProvisionedConcurrentExecutions) {
        this.availableProvisionedConcurrentExecutions = availableProvisionedConcurrentExecutions;
    }

    public String getStatus() {
        return status;
    }

    public void setStatus(String status) {
        this.status = status;
    }

    public @Nullable String getStatusReason() {
        return statusReason;
    }

    public void setStatusReason(@Nullable String statusReason) {
        this.statusReason = statusReason;
    }
}
