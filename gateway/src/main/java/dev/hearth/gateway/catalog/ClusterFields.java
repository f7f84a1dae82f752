package dev.hearth.gateway.catalog;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionEnvironment;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.KeySelector;
import dev.hearth.crds.VariableSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the fields of a function that speak of a cluster mean on one machine. */
final class ClusterFields {
    private ClusterFields() {}

    /** A field that has no meaning here and no replacement. */
    record Missing(String field, String message) {}

    /** Fields that are in force in a cluster only, by name; the function runs as whoever runs Hearth, in his network. */
    static List<String> withoutEffect(FunctionSpec spec) {
        List<String> fields = new ArrayList<>();
        if (spec.getRole() != null) {
            fields.add("spec.role");
        }
        if (spec.getVpcConfig() != null) {
            fields.add("spec.vpcConfig");
        }
        if (spec.getScheduling() != null) {
            fields.add("spec.scheduling");
        }
        if (spec.getRuntimeManagement() != null) {
            fields.add("spec.runtimeManagement");
        }
        return fields;
    }

    /** The function's variables and those it has from Secrets and ConfigMaps, which are Hearth's own of the same name here. */
    static Map<String, String> variables(FunctionEnvironment environment, UnaryOperator<@Nullable String> own) {
        Map<String, String> all = new TreeMap<>(environment.getVariables());
        environment.getVariablesFrom().keySet().forEach(name -> {
            String value = own.apply(name);
            if (value != null) {
                all.put(name, value);
            }
        });
        return all;
    }

    /** The first variable whose value cannot be had. */
    static Optional<Missing> missing(Function function, UnaryOperator<@Nullable String> own) {
        return function.getSpec().getEnvironment().getVariablesFrom().entrySet().stream()
                .filter(each -> own.apply(each.getKey()) == null
                        && !key(each.getValue()).isOptional())
                .findFirst()
                .map(each -> missing(each.getKey(), each.getValue()));
    }

    private static Missing missing(String name, VariableSource source) {
        String kind = source.getSecretKeyRef() != null ? "Secret" : "ConfigMap";
        return new Missing(
                "spec.environment.variablesFrom." + name,
                "is kept in %s '%s' of a cluster; on one machine start Hearth with it: %s=... ./hearth up"
                        .formatted(kind, key(source).getName(), name));
    }

    private static KeySelector key(VariableSource source) {
        @Nullable KeySelector secret = source.getSecretKeyRef();
        @Nullable KeySelector configMap = source.getConfigMapKeyRef();
        return Optional.ofNullable(secret)
                .or(() -> Optional.ofNullable(configMap))
                .orElseGet(KeySelector::new);
    }
}
