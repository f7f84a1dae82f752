package dev.hearth.gateway.code;

import dev.hearth.code.CodeProblem;
import dev.hearth.code.PackageStore;
import dev.hearth.code.StoredPackage;
import dev.hearth.crds.ConfigMapCode;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.HttpCode;
import dev.hearth.crds.MavenCode;
import dev.hearth.crds.SecretReference;
import dev.hearth.gateway.code.CodeRefusal.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads code packages from where manifests say and keeps them. Methods block; thread-safe. */
public final class CodeSources implements AutoCloseable {
    /** Packages read at once: each may take 262 MB of the disk before it is refused. */
    private static final int AT_ONCE = 11;
    /** Of them for one namespace. */
    private static final int PER_NAMESPACE = 2;
    /** Lambda's limit for a package that is not uploaded at once. */
    private static final long MAX_PACKAGE = 262_144_000;
    /** A list of a snapshot's files has a few KB. */
    private static final long MAX_METADATA = 1 << 20;

    private final PackageStore store;
    private final ClusterData cluster;
    private final HttpSource web;
    private final CodeTurns turns = new CodeTurns(AT_ONCE, PER_NAMESPACE);
    private final Map<Missing, CompletableFuture<StoredPackage>> readAgain = new ConcurrentHashMap<>();

    /** A package that a revision runs and that is not here any more. */
    private record Missing(String namespace, String sha256) {}

    public CodeSources(PackageStore store, ClusterData cluster, AddressGuard guard) {
        this(store, cluster, guard, TransferLimits.DEFAULT);
    }

    CodeSources(PackageStore store, ClusterData cluster, AddressGuard guard, TransferLimits limits) {
        this.store = store;
        this.cluster = cluster;
        this.web = new HttpSource(guard, limits);
    }

    /**
     * The package that a function's code is now. What is here is taken only if the source is known to hold it: whoever can name
     * a digest need not be allowed to read it.
     *
     * @param known SHA-256 of what the source holds; empty: to be read
     * @throws CodeRefusal when it cannot be had
     */
    public StoredPackage resolve(String namespace, FunctionCode code, Optional<String> known) {
        StoredPackage found = known.flatMap(store::find).orElseGet(() -> read(namespace, code));
        return checked(Optional.ofNullable(code.getSha256()), found);
    }

    /**
     * A package of this digest, read anew when it is not here any more.
     *
     * @throws CodeRefusal when it cannot be had, or is another one now
     */
    public StoredPackage get(String sha256, String namespace, FunctionCode code) {
        return store.find(sha256).orElseGet(() -> readAgain(new Missing(namespace, sha256), code));
    }

    /** Once for all environments that ask for it meanwhile. */
    private StoredPackage readAgain(Missing missing, FunctionCode code) {
        CompletableFuture<StoredPackage> own = new CompletableFuture<>();
        CompletableFuture<StoredPackage> first = readAgain.putIfAbsent(missing, own);
        if (first == null) {
            try {
                own.complete(checked(Optional.of(missing.sha256()), read(missing.namespace(), code)));
            } catch (RuntimeException | Error e) {
                own.completeExceptionally(e); // others wait for it
            } finally {
                readAgain.remove(missing, own);
            }
        }
        try {
            return (first == null ? own : first).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof CodeRefusal refusal ? refusal : e;
        }
    }

    /** Why a handler will not be found in a package, in words for its owner; empty: it may be there. */
    public Optional<String> missing(String namespace, StoredPackage found, String handler) {
        return inTurn(namespace, () -> store.missing(found, handler));
    }

    /** Whatever takes long or much is done for one namespace after the other. */
    private <T> T inTurn(String namespace, Supplier<T> work) {
        try {
            turns.acquire(namespace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodeRefusal(Reason.CodeUnreachable, "the code is not wanted any more", e);
        }
        try {
            return work.get();
        } finally {
            turns.release(namespace);
        }
    }

    private static StoredPackage checked(Optional<String> wanted, StoredPackage found) {
        if (wanted.isPresent() && !wanted.get().equals(found.sha256())) {
            throw new CodeRefusal(
                    Reason.CodeDigestMismatch,
                    "the code has SHA-256 " + found.sha256() + " instead of " + wanted.get()
                            + "; correct spec.code.sha256 or what is there");
        }
        return found;
    }

    private StoredPackage read(String namespace, FunctionCode code) {
        return inTurn(namespace, () -> readNow(namespace, code));
    }

    private StoredPackage readNow(String namespace, FunctionCode code) {
        Path incoming = store.incoming();
        try {
            fetch(namespace, code, incoming);
            return store.add(incoming, namespace);
        } catch (CodeProblem e) {
            throw refusal(e);
        } finally {
            store.discard(incoming);
        }
    }

    private static CodeRefusal refusal(CodeProblem problem) {
        Reason reason = problem.reason() == CodeProblem.Reason.UNREADABLE ? Reason.CodeUnreachable : Reason.CodeInvalid;
        return new CodeRefusal(reason, "the code package " + problem.getMessage(), problem);
    }

    private void fetch(String namespace, FunctionCode code, Path target) {
        @Nullable ConfigMapCode configMap = code.getConfigMap();
        @Nullable HttpCode http = code.getHttp();
        @Nullable MavenCode maven = code.getMaven();
        if (configMap != null) {
            write(cluster.configMap(namespace, configMap.getName(), Optional.ofNullable(configMap.getKey())), target);
        } else if (http != null) {
            web.read(
                    HttpSource.address(http.getUrl()),
                    credentials(namespace, http.getSecretRef()),
                    target,
                    MAX_PACKAGE);
        } else if (maven != null) {
            fetch(maven, credentials(namespace, maven.getSecretRef()), target);
        } else {
            throw new CodeRefusal(
                    Reason.CodeSourceRefused,
                    "spec.code.file is on somebody's machine; in a cluster name spec.code.configMap, http or maven");
        }
    }

    private void fetch(MavenCode maven, Optional<String> credentials, Path target) {
        URI file = MavenRepository.file(maven);
        if (MavenRepository.isSnapshot(maven)) {
            web.read(MavenRepository.metadata(maven), credentials, target, MAX_METADATA);
            file = MavenRepository.newest(maven, target);
        }
        web.read(file, credentials, target, MAX_PACKAGE);
    }

    private Optional<String> credentials(String namespace, @Nullable SecretReference secret) {
        return Optional.ofNullable(secret).map(each -> cluster.authorization(namespace, each.getName()));
    }

    private static void write(byte[] bytes, Path target) {
        try {
            Files.write(target, bytes);
        } catch (IOException e) {
            throw new CodeRefusal(Reason.CodeUnreachable, "the code package cannot be stored: " + e, e);
        }
    }

    @Override
    public void close() throws IOException {
        web.close();
    }
}
