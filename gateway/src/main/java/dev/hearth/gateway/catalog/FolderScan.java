package dev.hearth.gateway.catalog;

import dev.hearth.code.CodeProblem;
import dev.hearth.code.UnpackedCode;
import dev.hearth.gateway.catalog.CatalogChange.Broken;
import dev.hearth.gateway.catalog.Snapshot.Serving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides what serves after a change: declarations in, next snapshot out. A declaration that cannot be served leaves its
 * function as it was. Of two that claim one name the one that serves already wins, else the first file.
 *
 * <p>One object per scan.
 */
final class FolderScan {
    private static final int SERVES = 0;
    private static final int WRONG = 1;
    private static final int UNREADABLE = 2;
    private static final int NEW = 3;

    private final Snapshot before;
    private final List<Declared> declared;
    private final OpenedCode code;
    private final VersionFolder versions;
    private final Reservations reservations;
    private final LinkedHashMap<FunctionKey, Serving> serving = new LinkedHashMap<>();
    private final Map<FunctionKey, Declared.Good> published = new HashMap<>();
    private final Map<FunctionKey, List<Declared.Named>> aliases;
    private final List<Broken> broken = new ArrayList<>();

    FolderScan(
            Snapshot before, List<Declared> declared, OpenedCode code, VersionFolder versions, int accountConcurrency) {
        this.before = before;
        this.declared = declared;
        this.code = code;
        this.versions = versions;
        this.aliases = Stream.concat(
                        declared.stream()
                                .flatMap(each ->
                                        each instanceof Declared.Named alias ? Stream.of(alias) : Stream.empty()),
                        brokenAliases(before, declared))
                .collect(Collectors.groupingBy(Declared.Named::function));
        List<Qualifiers> held = declared.stream()
                .flatMap(each -> owned(each).stream())
                .map(Serving::qualifiers)
                .distinct()
                .toList();
        this.reservations = new Reservations(accountConcurrency, held);
    }

    /** Those that a document declared which cannot be read any more, or breaks a rule: they stay as they were. */
    private static Stream<Declared.Named> brokenAliases(Snapshot before, List<Declared> declared) {
        return before.serving().values().stream()
                .flatMap(function -> function.aliases().stream())
                .filter(alias -> declared.stream()
                        .anyMatch(each -> each instanceof Declared.Bad bad
                                && bad.file().equals(alias.file())
                                && bad.name().map(alias.resource()::equals).orElse(true)));
    }

    Snapshot next() {
        declared.stream().sorted(Comparator.comparingInt(this::turn)).forEach(this::decide);
        serving.replaceAll(this::withQualifiers);
        aliases.forEach((key, ofFunction) -> {
            if (!serving.containsKey(key)) {
                ofFunction.forEach(this::refuseWithoutFunction);
            }
        });
        var inOrder = new LinkedHashMap<FunctionKey, Serving>();
        serving.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().manifest()))
                .forEach(entry -> inOrder.put(entry.getKey(), entry.getValue()));
        return new Snapshot(inOrder, broken);
    }

    /** Who serves comes first; then the wrong ones, which keep what is left of their file, then the new ones. */
    private int turn(Declared each) {
        return switch (each) {
            case Declared.Good good -> owned(good).isEmpty() ? NEW : SERVES;
            case Declared.Bad bad -> bad.name().isPresent() ? WRONG : UNREADABLE;
            case Declared.Named alias -> NEW;
        };
    }

    private void decide(Declared each) {
        switch (each) {
            case Declared.Good good -> decide(good);
            case Declared.Named alias -> {} // once it is known which functions serve
            case Declared.Bad bad -> refuse(bad, bad.problems());
        }
    }

    private void decide(Declared.Good good) {
        FunctionKey key = key(good);
        Serving rival = serving.get(key);
        if (rival != null) {
            refuse(good, nameConflict(good, rival));
            return;
        }
        try {
            UnpackedCode unpacked = code.open(good.codeFile());
            if (!good.codeSha256().orElse(unpacked.sha256()).equals(unpacked.sha256())) {
                refuse(good, wrongDigest(good, unpacked));
                return;
            }
            Revision revision = good.configuration().with(unpacked);
            Optional<String> refusal = reservations.reserve(heldBy(good, key), revision);
            if (refusal.isEmpty()) {
                versions.publish(good, unpacked.sha256());
                published.put(key, good);
                serving.put(
                        key,
                        new Serving(
                                good.file(), good.resource(), before.find(key).withLatest(revision), List.of()));
            } else {
                refuse(good, problem(good, "spec.reservedConcurrentExecutions", refusal.get()));
            }
        } catch (CodeProblem e) {
            refuse(good, problem(good, "spec.code.file", CodeFix.message(good.codeFile(), e)));
        }
    }

    private void refuse(Declared each, CatalogProblem problem) {
        refuse(each, List.of(problem));
    }

    private void refuse(Declared each, List<CatalogProblem> problems) {
        boolean keeps = false;
        for (Serving old : owned(each)) {
            keeps |= serving.putIfAbsent(FunctionKey.of(old.revision()), old) == null;
        }
        broken.add(new Broken(each.file(), each.name(), each.claimed(), problems, keeps));
    }

    /** What served until now and was declared by this document, or may have been. */
    private List<Serving> owned(Declared each) {
        return before.serving().values().stream()
                .filter(old -> old.manifest().equals(each.file()))
                .filter(old -> matches(each, old))
                .toList();
    }

    private static boolean matches(Declared each, Serving old) {
        return switch (each) {
            case Declared.Good good -> key(good).equals(FunctionKey.of(old.revision()));
            case Declared.Bad bad -> bad.name().map(old.resource()::equals).orElse(true);
            case Declared.Named alias -> false;
        };
    }

    private Optional<Qualifiers> heldBy(Declared.Good good, FunctionKey key) {
        return owned(good).isEmpty() ? Optional.empty() : Optional.of(before.find(key));
    }

    // ---- versions and aliases ----

    private Serving withQualifiers(FunctionKey key, Serving function) {
        Collection<PublishedVersion> there = Optional.ofNullable(published.get(key))
                .<Collection<PublishedVersion>>map(versions::of)
                .orElseGet(() -> function.qualifiers().withoutProvisioned());
        AliasScan scan = new AliasScan(before.find(key), function.revision(), there, reservations);
        aliases.getOrDefault(key, List.of()).forEach(scan::add);
        Qualifiers next = scan.next();
        broken.addAll(scan.broken());
        return new Serving(function.manifest(), function.resource(), next, aliases.getOrDefault(key, List.of()));
    }

    /** Deletes versions that need not be kept; unless a document is broken, which may be an alias. */
    void collect(Snapshot next) {
        if (declared.stream().noneMatch(Declared.Bad.class::isInstance)) {
            published.forEach(
                    (key, good) -> versions.collect(good, next.find(key).used()));
        }
    }

    private void refuseWithoutFunction(Declared.Named alias) {
        String name = alias.function().functionName();
        broken.add(new Broken(
                alias.file(),
                alias.name(),
                List.of(new CatalogProblem(
                        alias.file(),
                        alias.line(),
                        "spec.functionName",
                        "'%s' names a function that is not served in this namespace (FunctionNotFound); declare it, or correct the name"
                                .formatted(name))),
                false));
    }

    private static FunctionKey key(Declared.Good good) {
        return FunctionKey.of(good.configuration().function());
    }

    private static CatalogProblem wrongDigest(Declared.Good good, UnpackedCode unpacked) {
        return problem(
                good,
                "spec.code.sha256",
                "'%s' is not the digest of %s, which has %s; correct it, or build the package it was taken of"
                        .formatted(good.codeSha256().orElse(""), good.codeFile(), unpacked.sha256()));
    }

    private static CatalogProblem nameConflict(Declared.Good good, Serving rival) {
        FunctionId id = good.configuration().function();
        return problem(
                good,
                "metadata.name",
                "'%s' is also declared by %s, which serves (NameConflict); %s"
                        .formatted(id.name(), rival.manifest(), unlike(good.file(), rival.manifest(), id.namespace())));
    }

    private static String unlike(Path file, Path serving, String namespace) {
        return isCopy(file, serving)
                ? "the files are the same: delete the copy, or start Hearth with the folder of the original only"
                : "give one of them another name, or another namespace than '" + namespace + "'";
    }

    private static boolean isCopy(Path file, Path other) {
        try {
            return !file.equals(other) && Files.mismatch(file, other) < 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static CatalogProblem problem(Declared.Good good, String field, String message) {
        return new CatalogProblem(good.file(), good.line(), field, message);
    }
}
