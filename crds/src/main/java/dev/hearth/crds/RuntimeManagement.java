package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** When a function's environments get another runtime image, in Lambda's words. */
@ValidationRule(
        value = "(self.updateRuntimeOn == 'Manual') == has(self.runtimeImage)",
        message = "runtimeImage goes with updateRuntimeOn Manual, and only with that; set both or neither")
public class RuntimeManagement {
    @JsonPropertyDescription(
            "Auto, the default: with every upgrade of the installation, $LATEST and versions alike; FunctionUpdate: $LATEST when the function changes, a version never; Manual: the image that runtimeImage names.")
    @Default("Auto")
    @Size(max = 16)
    @ValidationRule(
            value = "self in ['Auto', 'FunctionUpdate', 'Manual']",
            messageExpression =
                    "'updateRuntimeOn \"' + self + '\" is none of Auto, FunctionUpdate and Manual; set it to one of them'",
            message = "must be Auto, FunctionUpdate or Manual")
    private String updateRuntimeOn = "Auto";

    @JsonPropertyDescription(
            "With Manual: the runtime image of the environments, as a rule by its digest; a change starts new environments.")
    @Size(min = 1, max = 512)
    @ValidationRule(
            value = "self.matches('^[^\\\\s]+$')",
            messageExpression = "'runtimeImage \"' + self + '\" must be the name of an image, without spaces'",
            message = "must be the name of an image, without spaces")
    private @Nullable String runtimeImage;

    public String getUpdateRuntimeOn() {
        return updateRuntimeOn;
    }

    public void setUpdateRuntimeOn(String updateRuntimeOn) {
        this.updateRuntimeOn = updateRuntimeOn;
    }

    public @Nullable String getRuntimeImage() {
        return runtimeImage;
    }

    public void setRuntimeImage(@Nullable String runtimeImage) {
        this.runtimeImage = runtimeImage;
    }
}
