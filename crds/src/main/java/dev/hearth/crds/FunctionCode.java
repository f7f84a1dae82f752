package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a function's code is: {@code file} on one machine, one of the others in a cluster. Both may stand side by side, so that
 * one manifest serves both.
 */
@ValidationRule(
        value =
                "has(self.file) || has(self.configMap) || has(self.http) || has(self.maven) || has(self.s3) || has(self.zipFile) || has(self.s3Bucket) || has(self.s3Key) || has(self.imageUri)",
        message = "spec.code names no source; set spec.code.file to a jar or zip file")
@ValidationRule(
        value =
                "!(has(self.configMap) && has(self.http)) && !(has(self.configMap) && has(self.maven)) && !(has(self.http) && has(self.maven))",
        message = "spec.code names several sources; keep one of configMap, http and maven")
public class FunctionCode {
    @JsonPropertyDescription(
            "Jar or zip file on the machine that runs the gateway, relative to the manifest's folder; for one machine, and a changed file is taken up at once; a cluster needs one of the other sources beside it.")
    @Size(max = 1024)
    @ValidationRule(
            value = "self.matches('(?i).\\\\.(jar|zip)$')",
            messageExpression = "'file \"' + self + '\" must name a jar or zip file, e.g. target/app.jar'",
            message = "must name a jar or zip file, e.g. target/app.jar")
    private @Nullable String file;

    @JsonPropertyDescription(
            "A ConfigMap whose binaryData holds a jar or zip file, at most 1 MB, in a cluster; a changed ConfigMap is taken up.")
    private @Nullable ConfigMapCode configMap;

    @JsonPropertyDescription("An HTTP or HTTPS address to fetch a jar or zip file from, in a cluster.")
    private @Nullable HttpCode http;

    @JsonPropertyDescription("An artifact of a Maven repository, in a cluster.")
    private @Nullable MavenCode maven;

    @JsonPropertyDescription(
            "SHA-256 that the jar or zip file must have, lower-case hexadecimal; code with another one is not run.")
    @Size(max = 64)
    @ValidationRule(
            value = "self.matches('^[0-9a-f]{64}$')",
            messageExpression = "'sha256 \"' + self + '\" must be 64 lower-case hexadecimal digits'",
            message = "must be 64 lower-case hexadecimal digits")
    private @Nullable String sha256;

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

    public @Nullable ConfigMapCode getConfigMap() {
        return configMap;
    }

    public void setConfigMap(@Nullable ConfigMapCode configMap) {
        this.configMap = configMap;
    }

    public @Nullable HttpCode getHttp() {
        return http;
    }

    public void setHttp(@Nullable HttpCode http) {
        this.http = http;
    }

    public @Nullable MavenCode getMaven() {
        return maven;
    }

    public void setMaven(@Nullable MavenCode maven) {
        this.maven = maven;
    }

    public @Nullable String getSha256() {
        return sha256;
    }

    public void setSha256(@Nullable String sha256) {
        this.sha256 = sha256;
    }
}
