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

/** A name for one version of a function, or for two with weights. */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Kind("Alias")
@Singular("alias")
@Plural("aliases")
@ShortNames("fnalias")
@AdditionalPrinterColumn(
        name = "Ready",
        type = AdditionalPrinterColumn.Type.STRING,
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
        name = "Reason",
        type = AdditionalPrinterColumn.Type.STRING,
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(
        name = "Provisioned",
        type = AdditionalPrinterColumn.Type.STRING,
        jsonPath = ".status.provisionedConcurrency.status",
        priority = 1)
@AdditionalPrinterColumn(
        name = "Age",
        type = AdditionalPrinterColumn.Type.DATE,
        jsonPath = ".metadata.creationTimestamp")
@ValidationRule(
        value =
                "has(self.spec.name) || self.metadata.name.matches('^[a-zA-Z0-9_-]{1,128}$') && !self.metadata.name.matches('^[0-9]+$')",
        messageExpression =
                "'metadata.name \"' + self.metadata.name + '\" is no Lambda alias name (1 to 128 letters, digits,"
                        + " hyphens and underscores, not only digits); rename it or set spec.name'",
        message = "metadata.name is no Lambda alias name; rename it or set spec.name")
public class Alias extends CustomResource<AliasSpec, AliasStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
