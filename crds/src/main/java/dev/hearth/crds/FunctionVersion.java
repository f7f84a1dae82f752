package dev.hearth.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A published version: a function's code and configuration as they were, which never change again. */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Kind("FunctionVersion")
@Singular("functionversion")
@Plural("functionversions")
@ShortNames("fnver")
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
public class FunctionVersion extends CustomResource<FunctionVersionSpec, FunctionVersionStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
