package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What was published, in Lambda's words; it cannot be changed. */
@ValidationRule(value = "self == oldSelf", message = "a published version cannot be changed; publish another")
public class FunctionVersionSpec extends FunctionConfiguration {
    @JsonPropertyDescription("Lambda's name of the function in this namespace, 1 to 64 characters.")
    @Required
    @PrinterColumn(name = "Function")
    @Size(max = 64)
    @ValidationRule(
            value = "self.matches('^[a-zA-Z0-9_-]{1,64}$')",
            messageExpression =
                    "'functionName \"' + self + '\" must be 1 to 64 letters, digits, hyphens and underscores, e.g. order-events'",
            message = "must be 1 to 64 letters, digits, hyphens and underscores, e.g. order-events")
    private String functionName = "";

    @JsonPropertyDescription("Number of the version, from \"1\"; a number is never used twice.")
    @Required
    @PrinterColumn(name = "Version")
    @Size(max = 10)
    @ValidationRule(
            value = "self.matches('^[1-9][0-9]*$')",
            messageExpression = "'version \"' + self + '\" must be a number from \"1\"'",
            message = "must be a number from \"1\"")
    private String version = "";

    @JsonPropertyDescription(
            "Release that the function had when the version was published; aliases find the version by it.")
    @Size(min = 1, max = 128)
    private @Nullable String release;

    @JsonPropertyDescription("SHA-256 of the code package in base64, as Lambda shows it.")
    @Required
    @Size(max = 44)
    @ValidationRule(
            value = "self.matches('^[A-Za-z0-9+/]{43}=$')",
            messageExpression = "'codeSha256 \"' + self + '\" must be the base64 of 32 bytes'",
            message = "must be the base64 of 32 bytes")
    private String codeSha256 = "";

    @JsonPropertyDescription(
            "Runtime image of the version's environments, by digest where the installation names it so; unset: whichever the installation has.")
    @Size(max = 512)
    private @Nullable String runtimeImage;

    public String getFunctionName() {
        return functionName;
    }

    public void setFunctionName(String functionName) {
        this.functionName = functionName;
    }

    public String getVersion() {
        return version;
    }

    public void setVersion(String version) {
        this.version = version;
    }

    public @Nullable String getRelease() {
        return release;
    }

    public void setRelease(@Nullable String release) {
        this.release = release;
    }

    public String getCodeSha256() {
        return codeSha256;
    }

    public void setCodeSha256(String codeSha256) {
        this.codeSha256 = codeSha256;
    }

    public @Nullable String getRuntimeImage() {
        return runtimeImage;
    }

    public void setRuntimeImage(@Nullable String runtimeImage) {
        this.runtimeImage = runtimeImage;
    }
}
