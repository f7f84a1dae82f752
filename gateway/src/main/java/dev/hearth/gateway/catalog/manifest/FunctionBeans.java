package dev.hearth.gateway.catalog.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.LoggingConfig;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the API's Java types of resources that were judged and found good, defaults included. By hand: until Jackson has
 * learned the shape of these types, a start has lost more time than with all the rest of a manifest.
 */
final class FunctionBeans {
    private FunctionBeans() {}

    static Function of(JsonNode resource) {
        var function = new Function();
        function.setMetadata(metadata(resource.path("metadata")));
        function.setSpec(spec(resource.path("spec")));
        return function;
    }

    private static ObjectMeta metadata(JsonNode from) {
        var metadata = new ObjectMeta();
        text(from, "name").ifPresent(metadata::setName);
        text(from, "namespace").ifPresent(metadata::setNamespace);
        metadata.setLabels(texts(from.path("labels")));
        metadata.setAnnotations(texts(from.path("annotations")));
        return metadata;
    }

    private static FunctionSpec spec(JsonNode from) {
        var spec = new FunctionSpec();
        text(from, "functionName").ifPresent(spec::setFunctionName);
        spec.setRuntime(from.path("runtime").asText());
        spec.setHandler(from.path("handler").asText());
        spec.setCode(code(from.path("code")));
        spec.setDescription(from.path("description").asText());
        spec.setMemorySize(from.path("memorySize").asInt());
        spec.setTimeout(from.path("timeout").asInt());
        spec.getEphemeralStorage().setSize(from.at("/ephemeralStorage/size").asInt());
        spec.getEnvironment().setVariables(texts(from.at("/environment/variables")));
        spec.setLoggingConfig(logging(from.path("loggingConfig")));
        if (from.has("reservedConcurrentExecutions")) {
            spec.setReservedConcurrentExecutions(
                    from.get("reservedConcurrentExecutions").asInt());
        }
        spec.setPackageType(from.path("packageType").asText());
        return spec;
    }

    private static FunctionCode code(JsonNode from) {
        var code = new FunctionCode();
        text(from, "file").ifPresent(code::setFile);
        return code;
    }

    private static LoggingConfig logging(JsonNode from) {
        var logging = new LoggingConfig();
        logging.setLogFormat(from.path("logFormat").asText());
        text(from, "applicationLogLevel").ifPresent(logging::setApplicationLogLevel);
        text(from, "systemLogLevel").ifPresent(logging::setSystemLogLevel);
        text(from, "logGroup").ifPresent(logging::setLogGroup);
        return logging;
    }

    private static Optional<String> text(JsonNode from, String name) {
        return from.has(name) ? Optional.of(from.get(name).asText()) : Optional.empty();
    }

    private static Map<String, String> texts(JsonNode map) {
        Map<String, String> texts = new LinkedHashMap<>();
        map.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
