package dev.hearth.gateway.catalog.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.crds.Alias;
import dev.hearth.crds.AliasSpec;
import dev.hearth.crds.ConfigMapCode;
import dev.hearth.crds.DeadLetterConfig;
import dev.hearth.crds.EventInvokeConfig;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.HttpCode;
import dev.hearth.crds.LoggingConfig;
import dev.hearth.crds.MavenCode;
import dev.hearth.crds.RuntimeManagement;
import dev.hearth.crds.Scaling;
import dev.hearth.crds.Scheduling;
import dev.hearth.crds.VariableSource;
import dev.hearth.crds.VersionRetention;
import dev.hearth.crds.VpcConfig;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the API's Java types of resources that were judged and found good, defaults included. By hand: until Jackson has
 * learned the shape of these types, a start has lost more time than with all the rest of a manifest. It makes only those that are seldom set.
 */
final class FunctionBeans {
    private FunctionBeans() {}

    static Function of(JsonNode resource) {
        var function = new Function();
        function.setMetadata(metadata(resource.path("metadata")));
        function.setSpec(spec(resource.path("spec")));
        return function;
    }

    static Alias alias(JsonNode resource) {
        var alias = new Alias();
        alias.setMetadata(metadata(resource.path("metadata")));
        alias.setSpec(bean(resource, "spec", AliasSpec.class).orElseThrow());
        return alias;
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
        spec.getEnvironment().setVariablesFrom(sources(from.at("/environment/variablesFrom")));
        spec.setLoggingConfig(logging(from.path("loggingConfig")));
        if (from.has("publish")) {
            spec.setPublish(from.get("publish").asBoolean());
        }
        text(from, "release").ifPresent(spec::setRelease);
        bean(from, "versionRetention", VersionRetention.class).ifPresent(spec::setVersionRetention);
        bean(from, "runtimeManagement", RuntimeManagement.class).ifPresent(spec::setRuntimeManagement);
        if (from.has("reservedConcurrentExecutions")) {
            spec.setReservedConcurrentExecutions(
                    from.get("reservedConcurrentExecutions").asInt());
        }
        bean(from, "scaling", Scaling.class).ifPresent(spec::setScaling);
        spec.setPackageType(from.path("packageType").asText());
        text(from, "role").ifPresent(spec::setRole);
        bean(from, "vpcConfig", VpcConfig.class).ifPresent(spec::setVpcConfig);
        bean(from, "deadLetterConfig", DeadLetterConfig.class).ifPresent(spec::setDeadLetterConfig);
        bean(from, "eventInvokeConfig", EventInvokeConfig.class).ifPresent(spec::setEventInvokeConfig);
        bean(from, "scheduling", Scheduling.class).ifPresent(spec::setScheduling);
        return spec;
    }

    private static Map<String, VariableSource> sources(JsonNode map) {
        Map<String, VariableSource> sources = new LinkedHashMap<>();
        map.fieldNames()
                .forEachRemaining(name ->
                        sources.put(name, bean(map, name, VariableSource.class).orElseThrow()));
        return sources;
    }

    private static FunctionCode code(JsonNode from) {
        var code = new FunctionCode();
        text(from, "file").ifPresent(code::setFile);
        text(from, "sha256").ifPresent(code::setSha256);
        bean(from, "configMap", ConfigMapCode.class).ifPresent(code::setConfigMap);
        bean(from, "http", HttpCode.class).ifPresent(code::setHttp);
        bean(from, "maven", MavenCode.class).ifPresent(code::setMaven);
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

    /** For what is seldom set. */
    private static <T> Optional<T> bean(JsonNode from, String name, Class<T> type) {
        return from.has(name) ? Optional.of(Jackson.MAPPER.convertValue(from.get(name), type)) : Optional.empty();
    }

    /** Made when it is first needed. */
    private static final class Jackson {
        static final ObjectMapper MAPPER = new ObjectMapper();
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
