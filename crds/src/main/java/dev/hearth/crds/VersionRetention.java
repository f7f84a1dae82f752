package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Which versions are kept; the others are deleted. The newest, those that aliases lead to or that are provisioned, and those
 * that run are kept in any case.
 */
@ValidationRule(
        value = "has(self.newest) || has(self.age)",
        message = "says nothing; set newest, age or both, or remove versionRetention to keep all versions")
public class VersionRetention {
    @JsonPropertyDescription("So many of the newest versions are kept, 1 to 10000.")
    @Min(1)
    @Max(10_000)
    private @Nullable Integer newest;

    @JsonPropertyDescription("Versions are kept as long as they are younger, a number with s, m or h, such as 720h.")
    @Size(max = 10)
    @ValidationRule(
            value = "self.matches('^[1-9][0-9]{0,8}[smh]$')",
            messageExpression = "'age \"' + self + '\" must be a number with s, m or h, e.g. 720h'",
            message = "must be a number with s, m or h, e.g. 720h")
    private @Nullable String age;

    public @Nullable Integer getNewest() {
        return newest;
    }

    public void setNewest(@Nullable Integer newest) {
        this.newest = newest;
    }

    public @Nullable String getAge() {
        return age;
    }

    public void setAge(@Nullable String age) {
        this.age = age;
    }
}
