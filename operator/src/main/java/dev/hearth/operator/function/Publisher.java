package dev.hearth.operator.function;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.FunctionVersionSpec;
import dev.hearth.operator.desired.Declaration;
import dev.hearth.operator.desired.Labels;
import dev.hearth.operator.desired.Names;
import dev.hearth.operator.desired.Owner;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Publishes versions of functions that ask for it, whenever code or configuration are others than the newest version's. */
@Singleton
final class Publisher {
    /** Of a function's specification what a version has too. */
    private static final JsonMapper CONFIGURATION = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final KubernetesClient client;
    private final Versions versions;
    private final VersionCounter counter;
    private final CodeCopies copies;

    Publisher(KubernetesClient client, Versions versions) {
        this.client = client;
        this.versions = versions;
        counter = new VersionCounter(client);
        copies = new CodeCopies(client);
    }

    /**
     * Makes a version of what a function is now, unless the newest is just that.
     *
     * @param codeSha256 of its code, lower-case hex
     */
    void publish(Function function, String codeSha256) {
        if (!Boolean.TRUE.equals(function.getSpec().getPublish())) {
            return;
        }
        FunctionVersionSpec wanted = spec(function, codeSha256);
        Optional<FunctionVersion> newest = versions.newest(function);
        if (isSame(newest, wanted) || isSame(justMade(function, newest), wanted)) {
            return;
        }
        long number = counter.next(
                function.getMetadata().getNamespace(),
                Declaration.functionName(function),
                newest.map(Versions::number).orElse(0L));
        copies.keep(function, codeSha256, number).ifPresent(code -> make(function, wanted, number, code));
    }

    private void make(Function function, FunctionVersionSpec spec, long number, FunctionCode code) {
        spec.setVersion(Long.toString(number));
        spec.setCode(code);
        FunctionVersion version = new FunctionVersion();
        version.setMetadata(new ObjectMetaBuilder()
                .withNamespace(function.getMetadata().getNamespace())
                .withName(Names.version(function.getMetadata().getName(), number))
                .withLabels(Labels.ofVersion(function.getMetadata().getName(), number))
                .withOwnerReferences(Owner.of(function))
                .build());
        version.setSpec(spec);
        copies.handOver(client.resource(version).create());
    }

    /** What is in memory may lag behind: the version of the last number, if there is one and it is not known yet. */
    private Optional<FunctionVersion> justMade(Function function, Optional<FunctionVersion> newest) {
        String namespace = function.getMetadata().getNamespace();
        long last = counter.last(namespace, Declaration.functionName(function));
        return last <= newest.map(Versions::number).orElse(0L)
                ? Optional.empty()
                : Optional.ofNullable(client.resources(FunctionVersion.class)
                        .inNamespace(namespace)
                        .withName(Names.version(function.getMetadata().getName(), last))
                        .get());
    }

    private static FunctionVersionSpec spec(Function function, String codeSha256) {
        FunctionVersionSpec spec = CONFIGURATION.convertValue(function.getSpec(), FunctionVersionSpec.class);
        spec.setFunctionName(Declaration.functionName(function));
        spec.setCodeSha256(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(codeSha256)));
        return spec;
    }

    private static boolean isSame(Optional<FunctionVersion> published, FunctionVersionSpec wanted) {
        return published
                .filter(version -> essence(version.getSpec()).equals(essence(wanted)))
                .isPresent();
    }

    /** Where the code lies is not a part of it: its digest is. */
    private static ObjectNode essence(FunctionVersionSpec spec) {
        ObjectNode json = CONFIGURATION.valueToTree(spec);
        json.remove(List.of("version", "code"));
        return json;
    }
}
