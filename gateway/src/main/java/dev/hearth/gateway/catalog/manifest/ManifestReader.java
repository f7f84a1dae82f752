package dev.hearth.gateway.catalog.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.crds.Account;
import dev.hearth.crds.ApiGroup;
import dev.hearth.gateway.catalog.manifest.ManifestResult.Claim;
import dev.hearth.gateway.catalog.manifest.ManifestResult.Invalid;
import dev.hearth.gateway.catalog.manifest.ManifestText.Content;
import dev.hearth.gateway.catalog.manifest.ManifestText.NotOurs;
import dev.hearth.gateway.catalog.manifest.ManifestText.Unreadable;
import dev.hearth.gateway.catalog.manifest.schema.ResourceDefinition;
import dev.hearth.gateway.catalog.manifest.schema.Violation;
import dev.hearth.gateway.catalog.manifest.yaml.YamlDocument;
import dev.hearth.gateway.catalog.manifest.yaml.YamlFile;
import dev.hearth.gateway.catalog.manifest.yaml.YamlProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads the documents of a YAML file and validates those that are Hearth's. */
public final class ManifestReader {
    /** Of one document, for a terminal. */
    private static final int MAX_PROBLEMS = 20;

    private static final int MAX_MESSAGE = 4_000;

    /** Read meanwhile: a start shall not wait for the definition before it looks for manifests. */
    private final CompletableFuture<ResourceDefinition> functions =
            CompletableFuture.supplyAsync(() -> ResourceDefinition.of("functions"));

    /** Read when there is an alias. */
    private final Supplier<ResourceDefinition> aliases = new Once<>(() -> ResourceDefinition.of("aliases"));

    /**
     * One result per document of Hearth's API group; documents of other groups are left out. A file that is no YAML gives
     * a result only if it means to hold such documents.
     */
    public List<ManifestResult> read(Path file) {
        return switch (ManifestText.read(file)) {
            case NotOurs() -> List.of();
            case Unreadable(String message) -> List.of(unreadable(file, new YamlProblem(1, "", message)));
            case Content content -> results(file, content);
        };
    }

    private List<ManifestResult> results(Path file, Content content) {
        YamlFile yaml = YamlFile.parse(content.text());
        List<ManifestResult> results = new ArrayList<>();
        yaml.documents().stream()
                .filter(ManifestReader::isOurs)
                .map(document -> judge(file, content, document))
                .forEach(results::add);
        yaml.broken()
                .filter(problem -> content.declaresOurs())
                .map(problem -> unreadable(file, content.explain(problem)))
                .ifPresent(results::add);
        return results;
    }

    private static boolean isOurs(YamlDocument document) {
        String apiVersion = document.text("apiVersion");
        return apiVersion.equals(ApiGroup.NAME) || apiVersion.startsWith(ApiGroup.NAME + "/");
    }

    private ManifestResult judge(Path file, Content content, YamlDocument document) {
        List<Violation> violations = new ArrayList<>(Kinds.broken(document));
        if (violations.isEmpty() && document.content() instanceof ObjectNode resource) {
            violations.addAll(definition(document).admit(resource, document.lines()::written));
        }
        List<ManifestProblem> problems = Stream.concat(
                        document.problems().stream().map(content::explain),
                        violations.stream().map(broken -> located(document, broken)))
                .sorted(Comparator.comparingInt(YamlProblem::line))
                .map(problem -> problem(file, problem))
                .distinct()
                .toList();
        return problems.isEmpty()
                ? valid(file, document)
                : new Invalid(file, document.line(), first(file, problems), name(document), claim(document));
    }

    private static List<ManifestProblem> first(Path file, List<ManifestProblem> problems) {
        if (problems.size() <= MAX_PROBLEMS) {
            return problems;
        }
        List<ManifestProblem> first = new ArrayList<>(problems.subList(0, MAX_PROBLEMS));
        int line = problems.get(MAX_PROBLEMS).line();
        first.add(new ManifestProblem(file, line, "", "has more problems from here on; mend those above first"));
        return first;
    }

    private ResourceDefinition definition(YamlDocument document) {
        return isAlias(document) ? aliases.get() : functions.join();
    }

    private static ManifestResult valid(Path file, YamlDocument document) {
        return isAlias(document)
                ? new ManifestResult.ValidAlias(FunctionBeans.alias(document.content()), file, document.line())
                : new ManifestResult.Valid(FunctionBeans.of(document.content()), file, document.line());
    }

    private static boolean isAlias(YamlDocument document) {
        return document.text("kind").equals(Kinds.ALIAS);
    }

    private static YamlProblem located(YamlDocument document, Violation broken) {
        return new YamlProblem(document.lines().of(broken.field()), broken.field(), broken.message());
    }

    private static Optional<String> name(YamlDocument document) {
        return Optional.of(document.text("metadata", "name")).filter(name -> !name.isEmpty());
    }

    private static Optional<Claim> claim(YamlDocument document) {
        if (!document.text("kind").equals(Kinds.FUNCTION)) {
            return Optional.empty();
        }
        String namespace = document.text("metadata", "namespace");
        return Optional.of(document.text("spec", "functionName"))
                .filter(name -> !name.isEmpty())
                .or(() -> name(document))
                .map(name -> new Claim(namespace.isEmpty() ? Account.DEFAULT_NAMESPACE : namespace, name));
    }

    private static ManifestProblem problem(Path file, YamlProblem problem) {
        return new ManifestProblem(file, problem.line(), shortened(problem.field()), shortened(problem.message()));
    }

    /** A value may have megabytes; what is wrong with it stands before and how to mend it behind. */
    private static String shortened(String text) {
        return text.length() <= MAX_MESSAGE
                ? text
                : text.substring(0, MAX_MESSAGE / 2) + " … " + text.substring(text.length() - MAX_MESSAGE / 2);
    }

    private static Invalid unreadable(Path file, YamlProblem problem) {
        return new Invalid(file, problem.line(), List.of(problem(file, problem)), Optional.empty(), Optional.empty());
    }
}
