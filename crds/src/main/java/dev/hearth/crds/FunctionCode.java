package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a function's code is: exactly one source. */
@ValidationRule(
        value =
                "has(self.file) || has(self.configMap) || has(self.http) || has(self.maven) || has(self.s3) || has(self.zipFile) || has(self.s3Bucket) || has(self.s3Key) || has(self.imageUri)",
        message = "spec.code names no source; set spec.code.file to a jar or zip file")
public class FunctionCode {
    @JsonPropertyDescription(
            "Jar or zip file on the machine that runs the gateway, relative to the manifest's folder; for one machine only, and a changed file is taken up at once.")
    @Size(max = 1024)
    @ValidationRule(
            value = "self.matches('(?i).\\\\.(jar|zip)$')",
            messageExpression = "'file \"' + self + '\" must name a jar or zip file, e.g. target/app.jar'",
            message = "must name a jar or zip file, e.g. target/app.jar")
    private @Nullable String file;

    @JsonProperty
    @JsonPropertyDescription("SHA-256 that the code must have, lower-case hexadecimal. Not supported yet.")
    @ValidationRule(value = "false", message = "spec.code.sha256 is not supported yet; remove it")
    @Size(max = 64)
    @Nullable
    String sha256;

    @JsonProperty
    @JsonPropertyDescription("ConfigMap whose binaryData holds the code. Not supported yet.")
    @ValidationRule(value = "false", message = "spec.code.configMap is not supported yet; use spec.code.file")
    @PreserveUnknownFields
    @Nullable
    Map<String, Object> configMap;

    @JsonProperty
    @JsonPropertyDescription("HTTP or HTTPS address to fetch the code from. Not supported yet.")
    @ValidationRule(value = "false", message = "spec.code.http is not supported yet; use spec.code.file")
    @PreserveUnknownFields
    @Nullable
    Map<String, Object> http;

    @JsonProperty
    @JsonPropertyDescription("Maven coordinates to fetch the code by. Not supported yet.")
    @ValidationRule(value = "false", message = "spec.code.maven is not supported yet; use spec.code.file")
    @PreserveUnknownFields
    @Nullable
    Map<String, Object> maven;

    @JsonProperty
    @JsonPropertyDescription("Object of an S3-compatible bucket. Not supported yet.")
    @ValidationRule(value = "false", message = "spec.code.s3 is not supported yet; use spec.code.file")
    @PreserveUnknownFields
    @Nullable
    Map<String, Object> s3;

    @JsonProperty
    @JsonPropertyDescription("Base64 of the code package. Not supported.")
    @ValidationRule(value = "false", message = "spec.code.zipFile is not supported; use spec.code.file")
    @Size(max = 1048576)
    @Nullable
    String zipFile;

    @JsonProperty
    @JsonPropertyDescription("Bucket of the code package. Not supported.")
    @ValidationRule(value = "false", message = "spec.code.s3Bucket is not supported; use spec.code.file")
    @Size(max = 63)
    @Nullable
    String s3Bucket;

    @JsonProperty
    @JsonPropertyDescription("Key of the code package. Not supported.")
    @ValidationRule(value = "false", message = "spec.code.s3Key is not supported; use spec.code.file")
    @Size(max = 1024)
    @Nullable
    String s3Key;

    @JsonProperty
    @JsonPropertyDescription("Object version of the code package. Not supported.")
    @ValidationRule(value = "false", message = "spec.code.s3ObjectVersion is not supported; use spec.code.file")
    @Size(max = 1024)
    @Nullable
    String s3ObjectVersion;

    @JsonProperty
    @JsonPropertyDescription("Container image. Not supported.")
    @ValidationRule(value = "false", message = "spec.code.imageUri is not supported; use spec.code.file")
    @Size(max = 1024)
    @Nullable
    String imageUri;

    @JsonProperty
    @JsonPropertyDescription("Key that encrypts the code package. Not supported.")
    @ValidationRule(value = "false", message = "spec.code.sourceKMSKeyArn is not supported; remove it")
    @Size(max = 2048)
    @Nullable
    String sourceKMSKeyArn;

    public @Nullable String getFile() {
        return file;
    }

    public void setFile(@Nullable String file) {
        this.file = file;
    }
}
