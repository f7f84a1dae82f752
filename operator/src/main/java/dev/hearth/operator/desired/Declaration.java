package dev.hearth.operator.desired;

import dev.hearth.crds.EventInvokeConfig;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionConfiguration;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.RuntimeManagement;
import dev.hearth.crds.Scaling;
import dev.hearth.crds.ServedRevision;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Optional;

/**
 * What a resource says shall run: a function's {@code $LATEST}, or one of its versions.
 *
 * @param resource a Function or a FunctionVersion; what is made for it goes with it
 * @param function name of the Function
 * @param functionName Lambda's name
 * @param version {@code $LATEST} or a number
 * @param reserved a function's reserved concurrency; versions share it
 * @param scaling a function's; versions share its maximum and keep-alive
 * @param events what becomes of asynchronous invocations of {@code $LATEST}
 * @param runtimeImage that its environments keep; empty: they get the installation's
 * @param keepsRuntimeImage whether they keep the one they have, whichever that is
 */
public record Declaration(
        HasMetadata resource,
        String function,
        String functionName,
        String version,
        FunctionConfiguration configuration,
        Optional<Integer> reserved,
        Optional<Scaling> scaling,
        Optional<EventInvokeConfig> events,
        Optional<String> runtimeImage,
        boolean keepsRuntimeImage) {
    public static final String LATEST = "$LATEST";

    public static Declaration of(Function function) {
        return new Declaration(
                function,
                function.getMetadata().getName(),
                functionName(function),
                LATEST,
                function.getSpec(),
                Optional.ofNullable(function.getSpec().getReservedConcurrentExecutions()),
                Optional.ofNullable(function.getSpec().getScaling()),
                Optional.ofNullable(function.getSpec().getEventInvokeConfig()),
                runtimeImage(function),
                management(function)
                        .map(each -> !each.getUpdateRuntimeOn().equals("Auto"))
                        .orElse(false));
    }

    public static Declaration of(FunctionVersion version) {
        return new Declaration(
                version,
                ownerOf(version)
                        .map(OwnerReference::getName)
                        .orElse(version.getSpec().getFunctionName()),
                version.getSpec().getFunctionName(),
                version.getSpec().getVersion(),
                version.getSpec(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(version.getSpec().getRuntimeImage()),
                version.getSpec().getRuntimeImage() != null);
    }

    private static Optional<RuntimeManagement> management(Function function) {
        return Optional.ofNullable(function.getSpec().getRuntimeManagement());
    }

    /** The one that is named, or the one that it got when it was changed last. */
    private static Optional<String> runtimeImage(Function function) {
        return management(function).flatMap(management -> switch (management.getUpdateRuntimeOn()) {
            case "Manual" -> Optional.ofNullable(management.getRuntimeImage());
            case "FunctionUpdate" ->
                Optional.ofNullable(function.getStatus())
                        .map(FunctionStatus::getRevision)
                        .filter(served ->
                                served.getGeneration() == function.getMetadata().getGeneration())
                        .map(ServedRevision::getRuntimeImage);
            default -> Optional.empty();
        });
    }

    /** The Function that a version is of. */
    public static Optional<OwnerReference> ownerOf(FunctionVersion version) {
        return version.getMetadata().getOwnerReferences().stream()
                .filter(owner -> owner.getKind().equals("Function"))
                .findFirst();
    }

    /** Lambda's name of a function. */
    public static String functionName(Function function) {
        return Optional.ofNullable(function.getSpec().getFunctionName())
                .orElse(function.getMetadata().getName());
    }

    /** Of the resource, as it is now. */
    public long generation() {
        return resource.getMetadata().getGeneration();
    }

    public String namespace() {
        return resource.getMetadata().getNamespace();
    }

    boolean isVersion() {
        return !version.equals(LATEST);
    }
}
