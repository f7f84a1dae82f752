package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What a gateway is to keep initialised for a version. */
public class ProvisionedRevision {
    @JsonPropertyDescription("Hash, as that of the revision on demand.")
    @Size(max = 64)
    private String id = "";

    @JsonPropertyDescription("Environments to keep initialised.")
    private int provisionedConcurrentExecutions;

    @JsonPropertyDescription("Name of the Deployment whose pods are these environments.")
    @Size(max = 63)
    private String deployment = "";

    @JsonPropertyDescription("UID of that Deployment.")
    @Size(max = 64)
    private String deploymentUid = "";

    @JsonPropertyDescription(
            "Digest of that Deployment as the API server had it when it was made or mended; what differs is mended.")
    @Size(max = 64)
    private @Nullable String deploymentDigest;

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    public int getProvisionedConcurrentExecutions() {
        return provisionedConcurrentExecutions;
    }

    public void setProvisionedConcurrentExecutions(int provisionedConcurrentExecutions) {
        this.provisionedConcurrentExecutions = provisionedConcurrentExecutions;
    }

    public String getDeployment() {
        return deployment;
    }

    public void setDeployment(String deployment) {
        this.deployment = deployment;
    }

    public String getDeploymentUid() {
        return deploymentUid;
    }

    public void setDeploymentUid(String deploymentUid) {
        this.deploymentUid = deploymentUid;
    }

    public @Nullable String getDeploymentDigest() {
        return deploymentDigest;
    }

    public void setDeploymentDigest(@Nullable String deploymentDigest) {
        this.deploymentDigest = deploymentDigest;
    }
}
