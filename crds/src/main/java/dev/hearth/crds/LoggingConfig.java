package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Format and levels of log lines; a change starts new environments. */
@ValidationRule(
        value = "self.logFormat == 'JSON' || !has(self.applicationLogLevel) && !has(self.systemLogLevel)",
        message = "applicationLogLevel and systemLogLevel need logFormat JSON; set it or remove them")
public class LoggingConfig {
    @JsonPropertyDescription("Text, the default, or JSON.")
    @Default("Text")
    @Size(max = 8)
    @ValidationRule(
            value = "self in ['Text', 'JSON']",
            messageExpression = "'logFormat \"' + self + '\" must be Text or JSON'",
            message = "must be Text or JSON")
    private String logFormat = "Text";

    @JsonPropertyDescription(
            "Least level of the handler's log lines to keep, TRACE, DEBUG, INFO, WARN, ERROR or FATAL; needs logFormat JSON, where the default is INFO.")
    @Size(max = 8)
    @ValidationRule(
            value = "self in ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']",
            messageExpression =
                    "'applicationLogLevel \"' + self + '\" must be one of TRACE, DEBUG, INFO, WARN, ERROR, FATAL'",
            message = "must be one of TRACE, DEBUG, INFO, WARN, ERROR, FATAL")
    private @Nullable String applicationLogLevel;

    @JsonPropertyDescription(
            "Least level of the platform's log lines to keep, DEBUG, INFO or WARN; needs logFormat JSON, where the default is INFO.")
    @Size(max = 8)
    @ValidationRule(
            value = "self in ['DEBUG', 'INFO', 'WARN']",
            messageExpression = "'systemLogLevel \"' + self + '\" must be one of DEBUG, INFO, WARN'",
            message = "must be one of DEBUG, INFO, WARN")
    private @Nullable String systemLogLevel;

    @JsonPropertyDescription(
            "Name of the log group that handlers are told, default /aws/lambda/ and the function name.")
    @Size(max = 512)
    @ValidationRule(
            value = "self.matches('^[.\\\\-_/#A-Za-z0-9]{1,512}$')",
            messageExpression = "'logGroup \"' + self + '\" must be 1 to 512 letters, digits and . - _ / #'",
            message = "must be 1 to 512 letters, digits and . - _ / #")
    private @Nullable String logGroup;

    public String getLogFormat() {
        return logFormat;
    }

    public void setLogFormat(String logFormat) {
        this.logFormat = logFormat;
    }

    public @Nullable String getApplicationLogLevel() {
        return applicationLogLevel;
    }

    public void setApplicationLogLevel(@Nullable String applicationLogLevel) {
        this.applicationLogLevel = applicationLogLevel;
    }

    public @Nullable String getSystemLogLevel() {
        return systemLogLevel;
    }

    public void setSystemLogLevel(@Nullable String systemLogLevel) {
        this.systemLogLevel = systemLogLevel;
    }

    public @Nullable String getLogGroup() {
        return logGroup;
    }

    public void setLogGroup(@Nullable String logGroup) {
        this.logGroup = logGroup;
    }
}
