package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a handler sees of its surroundings. */
public class FunctionEnvironment {
    @JsonPropertyDescription("Environment variables, name to value, 4 KB in all; a change starts new environments.")
    @Default("{}")
    @Size(max = 512)
    @ValidationRule(
            value = "self.all(name, name.matches('^[a-zA-Z][a-zA-Z0-9_]+$'))",
            messageExpression =
                    "'names start with a letter and have two or more letters, digits and underscores; rename ' + self.filter(name, !name.matches('^[a-zA-Z][a-zA-Z0-9_]+$')).join(', ')",
            message = "names start with a letter and have two or more letters, digits and underscores")
    @ValidationRule(
            value =
                    "self.all(name, !(name in ['AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_EXECUTION_ENV', 'AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_LAMBDA_RUNTIME_API', 'LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR']))",
            messageExpression =
                    "'names that the platform sets cannot be used; rename ' + self.filter(name, name in ['AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_EXECUTION_ENV', 'AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_LAMBDA_RUNTIME_API', 'LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR']).join(', ')",
            message = "names that the platform sets cannot be used; rename them")
    @ValidationRule(
            value = "self.map(name, size(name) + size(self[name])).sum() <= 4096",
            message =
                    "names and values must not exceed 4096 characters in all; move large values into the code package")
    private Map<String, @Size(max = 4096) String> variables = Map.of();

    @JsonProperty
    @JsonPropertyDescription("Variables out of Secrets and ConfigMaps. Not supported yet.")
    @ValidationRule(
            value = "false",
            message = "spec.environment.variablesFrom is not supported yet; use spec.environment.variables")
    @Size(max = 64)
    @Nullable
    List<Map<String, @Size(max = 1024) String>> variablesFrom;

    public Map<String, @Size(max = 4096) String> getVariables() {
        return variables;
    }

    public void setVariables(Map<String, @Size(max = 4096) String> variables) {
        this.variables = variables;
    }
}
