package dev.hearth.gateway.catalog;

import dev.hearth.crds.Account;
import dev.hearth.crds.AliasSpec;
import dev.hearth.crds.DestinationCheck;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.ProvisionedConcurrencyConfig;
import dev.hearth.crds.Publication;
import dev.hearth.gateway.catalog.manifest.ManifestReader;
import dev.hearth.gateway.catalog.manifest.ManifestResult;
import dev.hearth.gateway.catalog.manifest.ManifestResult.Invalid;
import dev.hearth.gateway.catalog.manifest.ManifestResult.Valid;
import dev.hearth.gateway.catalog.manifest.ManifestResult.ValidAlias;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns manifests into declarations: the API's beans end here. */
final class ManifestDeclarations {
    private static final String ACCOUNT_ID = "lambda.hearth.dev/account-id";

    private static final Logger LOG = LoggerFactory.getLogger(ManifestDeclarations.class);

    private final ManifestReader reader = new ManifestReader();
    private final String region;
    private final String accountId;

    /**
     * @param region of every function on this machine
     * @param accountId 12 digits: of functions of namespace {@code default}
     */
    ManifestDeclarations(String region, String accountId) {
        this.region = region;
        this.accountId = accountId;
    }

    List<Declared> read(Path file) {
        return reader.read(file).stream().map(this::declared).toList();
    }

    Declared declared(ManifestResult result) {
        return switch (result) {
            case Valid valid -> declared(valid);
            case ValidAlias valid -> named(valid);
            case Invalid invalid ->
                new Declared.Bad(invalid.file(), invalid.name(), invalid.claim().map(this::key), problems(invalid));
        };
    }

    private FunctionKey key(ManifestResult.Claim claim) {
        return new FunctionKey(account(claim.namespace()), claim.functionName());
    }

    private static List<CatalogProblem> problems(Invalid invalid) {
        return invalid.problems().stream()
                .map(p -> new CatalogProblem(p.file(), p.line(), p.field(), p.message()))
                .toList();
    }

    private Declared declared(Valid valid) {
        Function function = valid.function();
        String name = function.getMetadata().getName();
        Map<String, String> annotations = orElse(function.getMetadata().getAnnotations(), Map.of());
        if (annotations.containsKey(ACCOUNT_ID)) {
            return bad(
                    valid,
                    "metadata.annotations",
                    "'" + ACCOUNT_ID + "' belongs to a Namespace, and choosing the id is"
                            + " not supported yet; remove it: the id is derived from the namespace's name");
        }
        @Nullable String code = function.getSpec().getCode().getFile();
        if (code == null) {
            return bad(
                    valid,
                    "spec.code.file",
                    "is missing; name a jar or zip file relative to the manifest (configMap, http and maven are read in a cluster only)");
        }
        Optional<ClusterFields.Missing> missing = ClusterFields.missing(function, System::getenv);
        if (missing.isPresent()) {
            return bad(valid, missing.get().field(), missing.get().message());
        }
        FunctionId id = id(function);
        Optional<DestinationCheck.Problem> destination = DestinationCheck.of(
                id.accountId(), id.name(), function.getSpec().getEventInvokeConfig());
        if (destination.isPresent()) {
            return bad(valid, destination.get().field(), destination.get().message());
        }
        warn(function);
        Path codeFile = valid.file().resolveSibling(code).toAbsolutePath().normalize();
        Optional<String> sha256 =
                Optional.ofNullable(function.getSpec().getCode().getSha256());
        return new Declared.Good(
                valid.file(),
                valid.line(),
                name,
                codeFile,
                sha256,
                configuration(function),
                function.getSpec(),
                Optional.ofNullable(annotations.get(Publication.ANNOTATION)));
    }

    private Declared named(ValidAlias valid) {
        AliasSpec spec = valid.alias().getSpec();
        ObjectMeta metadata = valid.alias().getMetadata();
        String account = account(orElse(metadata.getNamespace(), Account.DEFAULT_NAMESPACE));
        Optional<DestinationCheck.Problem> destination =
                DestinationCheck.of(account, spec.getFunctionName(), spec.getEventInvokeConfig());
        if (destination.isPresent()) {
            return new Declared.Bad(
                    valid.file(),
                    Optional.of(metadata.getName()),
                    List.of(new CatalogProblem(
                            valid.file(),
                            valid.line(),
                            destination.get().field(),
                            destination.get().message())));
        }
        return new Declared.Named(
                valid.file(),
                valid.line(),
                metadata.getName(),
                new FunctionKey(account, spec.getFunctionName()),
                orElse(spec.getName(), metadata.getName()),
                AliasTarget.of(spec),
                Optional.ofNullable(spec.getProvisionedConcurrencyConfig())
                        .map(ProvisionedConcurrencyConfig::getProvisionedConcurrentExecutions)
                        .orElse(0));
    }

    private static void warn(Function function) {
        List<String> fields = ClusterFields.withoutEffect(function.getSpec());
        if (!fields.isEmpty()) {
            LOG.atWarn()
                    .setMessage("fields are in force in a cluster only; here the function runs as you, in your network")
                    .addKeyValue("function", function.getMetadata().getName())
                    .addKeyValue("fields", fields)
                    .log();
        }
    }

    private Declared bad(Valid valid, String field, String message) {
        String name = valid.function().getMetadata().getName();
        var problem = new CatalogProblem(valid.file(), valid.line(), field, message);
        return new Declared.Bad(
                valid.file(), Optional.of(name), Optional.of(FunctionKey.of(id(valid.function()))), List.of(problem));
    }

    private Configuration configuration(Function function) {
        FunctionSpec spec = function.getSpec();
        FunctionId id = id(function);
        return Configuration.of(
                id,
                Qualifiers.LATEST,
                spec,
                Revision.Bounds.of(spec.getReservedConcurrentExecutions(), spec.getScaling()),
                spec.getEventInvokeConfig());
    }

    private FunctionId id(Function function) {
        String namespace = orElse(function.getMetadata().getNamespace(), Account.DEFAULT_NAMESPACE);
        String name = orElse(
                function.getSpec().getFunctionName(), function.getMetadata().getName());
        return new FunctionId(region, account(namespace), namespace, name);
    }

    private String account(String namespace) {
        return namespace.equals(Account.DEFAULT_NAMESPACE) ? accountId : Account.idOf(namespace);
    }

    /** The beans and Kubernetes' metadata say "absent" with null. */
    private static <T> T orElse(@Nullable T value, T otherwise) {
        return Optional.ofNullable(value).orElse(otherwise);
    }
}
