package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How many environments a function has, beside what its demand says. Hearth's own; a change starts and ends only what it must. */
@ValidationRule(
        value = "!has(self.minimum) || !has(self.maximum) || self.minimum <= self.maximum",
        message = "minimum is more than maximum; lower the one or raise the other")
public class Scaling {
    @JsonPropertyDescription("Environments kept warm without any demand, 0 to 1000, default 0.")
    @Min(0)
    @Max(1000)
    private @Nullable Integer minimum;

    @JsonPropertyDescription(
            "The most environments, 1 to 1000000; invocations that find all of them busy wait for one. Default as many as the account's concurrency allows.")
    @Min(1)
    @Max(1_000_000)
    private @Nullable Integer maximum;

    @JsonPropertyDescription(
            "How long an idle environment stays warm, a number with s, m or h, e.g. 90s, 10m or 1h; default the installation's.")
    @Size(max = 8)
    @ValidationRule(
            value = "self.matches('^[0-9]{1,6}[smh]$')",
            messageExpression = "'keepAlive \"' + self + '\" must be a number with s, m or h, e.g. 90s or 10m'",
            message = "must be a number with s, m or h, e.g. 90s or 10m")
    private @Nullable String keepAlive;

    public @Nullable Integer getMinimum() {
        return minimum;
    }

    public void setMinimum(@Nullable Integer minimum) {
        this.minimum = minimum;
    }

    public @Nullable Integer getMaximum() {
        return maximum;
    }

    public void setMaximum(@Nullable Integer maximum) {
        this.maximum = maximum;
    }

    public @Nullable String getKeepAlive() {
        return keepAlive;
    }

    public void setKeepAlive(@Nullable String keepAlive) {
        this.keepAlive = keepAlive;
    }
}
