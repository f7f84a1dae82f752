package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.FunctionVersionSpec;
import dev.hearth.crds.Publication;
import dev.hearth.crds.ServedRevision;
import dev.hearth.operator.desired.Declaration;
import dev.hearth.operator.desired.Labels;
import dev.hearth.operator.desired.Names;
import dev.hearth.operator.desired.Owner;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Publishes versions of functions that ask for it, whenever code or configuration are others than the newest version's. */
@Singleton
final class Publisher {
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
     * @param served what of it is served
     * @return whether this is done now; false: it has to be tried again, or nobody asked for it
     */
    boolean publish(Function function, ServedRevision served) {
        if (!isAsked(function)) {
            return false;
        }
        String codeSha256 = served.getCodeSha256();
        FunctionVersionSpec wanted = Publication.of(function.getSpec(), Declaration.functionName(function), codeSha256);
        wanted.setRuntimeImage(served.getRuntimeImage());
        Optional<FunctionVersion> newest = versions.newest(function);
        if (isSame(newest, wanted) || isSame(justMade(function, newest), wanted)) {
            return true;
        }
        long number = counter.next(
                function.getMetadata().getNamespace(),
                Declaration.functionName(function),
                newest.map(Versions::number).orElse(0L));
        Optional<FunctionCode> kept = copies.keep(function, codeSha256, number);
        kept.ifPresent(code -> make(function, wanted, number, code));
        return kept.isPresent();
    }

    /** Always, or because its annotation has a value that nothing was published for. */
    private static boolean isAsked(Function function) {
        return Boolean.TRUE.equals(function.getSpec().getPublish())
                || requested(function)
                        .filter(value -> !Optional.of(value)
                                .equals(Optional.ofNullable(function.getStatus())
                                        .map(FunctionStatus::getPublished)))
                        .isPresent();
    }

    /** The value of its annotation. */
    static Optional<String> requested(Function function) {
        return Optional.ofNullable(function.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Publication.ANNOTATION));
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
        client.resource(version).create();
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

    private static boolean isSame(Optional<FunctionVersion> published, FunctionVersionSpec wanted) {
        return published
                .filter(version -> Publication.isSame(version.getSpec(), wanted))
                .isPresent();
    }
}
