package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** What a handler sees of its surroundings. */
@ValidationRule(
        value = "self.variablesFrom.all(name, !(name in self.variables))",
        messageExpression =
                "'variables and variablesFrom both set ' + self.variablesFrom.filter(name, name in self.variables)[0] + '; keep one'",
        message = "variables and variablesFrom set the same name; keep one")
public class FunctionEnvironment {
    /**
     * CEL for what Lambda measures: bytes of the variables as compact JSON. Per variable that is name, value, a backslash
     * for each character that JSON escapes by one, and six quotes, colon and comma. Names are ASCII by another rule, so
     * that characters are bytes there; their length is unbounded for the API server, hence nothing here may copy one.
     */
    private static final String BYTES_AS_JSON =
            "self.map(name, size(name) + size(bytes(self[name])) + size(self[name].findAll('[\"\\\\\\\\\\n\\r\\t]')) + 6).sum() + 1";

    /** Lambda's words, without the JSON it would show: values can be secret. */
    private static final String TOO_LARGE =
            "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit";

    private static final String NAME = "name.matches('^[a-zA-Z][a-zA-Z0-9_]+$')";

    /** Lambda's, and those that tell an environment who it is and where its gateway is. */
    private static final String RESERVED =
            "name.startsWith('HEARTH_') || name in ['AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_EXECUTION_ENV', 'AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_LAMBDA_RUNTIME_API', 'LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR']";

    @JsonPropertyDescription(
            "Environment variables, name to value, 4 KB in all as JSON; a change starts new environments.")
    @Default("{}")
    @Size(max = 512)
    @ValidationRule(
            value = "self.all(name, " + NAME + ")",
            messageExpression =
                    "'names start with a letter and have two or more letters, digits and underscores; rename ' + self.filter(name, !"
                            + NAME + ")[0]",
            message = "names start with a letter and have two or more letters, digits and underscores")
    @ValidationRule(
            value = "self.all(name, !(" + RESERVED + "))",
            messageExpression =
                    "'names that the platform sets cannot be used; rename ' + self.filter(name, " + RESERVED + ")[0]",
            message = "names that the platform sets cannot be used; rename them")
    @ValidationRule(
            value = BYTES_AS_JSON + " <= 4096",
            message = TOO_LARGE + "; they are measured as JSON, move large values into the code package")
    private Map<String, @Size(max = 4096) String> variables = Map.of();

    @JsonPropertyDescription(
            "Environment variables whose values are kept in Secrets and ConfigMaps of the namespace, name to source, in a cluster; on one machine the value is taken from the variable of that name that Hearth was started with.")
    @Default("{}")
    @Size(max = 64)
    @ValidationRule(
            value = "self.all(name, " + NAME + ")",
            messageExpression =
                    "'names start with a letter and have two or more letters, digits and underscores; rename ' + self.filter(name, !"
                            + NAME + ")[0]",
            message = "names start with a letter and have two or more letters, digits and underscores")
    @ValidationRule(
            value = "self.all(name, !(" + RESERVED + "))",
            messageExpression =
                    "'names that the platform sets cannot be used; rename ' + self.filter(name, " + RESERVED + ")[0]",
            message = "names that the platform sets cannot be used; rename them")
    @ValidationRule(
            value = "self.all(name, size(name) <= 256)",
            message = "names have at most 256 characters; shorten them")
    private Map<String, VariableSource> variablesFrom = Map.of();

    public Map<String, @Size(max = 4096) String> getVariables() {
        return variables;
    }

    public void setVariables(Map<String, @Size(max = 4096) String> variables) {
        this.variables = variables;
    }

    public Map<String, VariableSource> getVariablesFrom() {
        return variablesFrom;
    }

    public void setVariablesFrom(Map<String, VariableSource> variablesFrom) {
        this.variablesFrom = variablesFrom;
    }
}
