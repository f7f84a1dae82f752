package dev.hearth.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A Lambda function: code, how to run it, and its limits. */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Kind("Function")
@Singular("function")
@Plural("functions")
@ShortNames("fn")
@AdditionalPrinterColumn(
        name = "Ready",
        type = AdditionalPrinterColumn.Type.STRING,
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
        name = "Reason",
        type = AdditionalPrinterColumn.Type.STRING,
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(
        name = "Age",
        type = AdditionalPrinterColumn.Type.DATE,
        jsonPath = ".metadata.creationTimestamp")
@ValidationRule(
        value = "has(self.spec.functionName) || self.metadata.name.matches('^[a-zA-Z0-9_-]{1,64}$')",
        messageExpression =
                "'metadata.name \"' + self.metadata.name + '\" is no Lambda function name (1 to 64 letters, digits,"
                        + " hyphens and underscores); rename it or set spec.functionName'",
        message = "metadata.name is no Lambda function name; rename it or set spec.functionName")
public class Function extends CustomResource<FunctionSpec, FunctionStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
