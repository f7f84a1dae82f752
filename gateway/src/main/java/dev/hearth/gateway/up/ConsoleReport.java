package dev.hearth.gateway.up;

import dev.hearth.crds.Account;
import dev.hearth.gateway.catalog.CatalogChange;
import dev.hearth.gateway.catalog.CatalogChange.Broken;
import dev.hearth.gateway.catalog.CatalogChange.Mended;
import dev.hearth.gateway.catalog.CatalogChange.Removed;
import dev.hearth.gateway.catalog.CatalogChange.Served;
import dev.hearth.gateway.catalog.CatalogProblem;
import dev.hearth.gateway.catalog.Revision;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** For a person: a table, commands to paste, then a line for each change. */
final class ConsoleReport implements Report {
    private static final String OWN_RUNTIME = "java25";

    private final Console console;
    private final boolean withToken;
    private final String region;
    private final Path here = Path.of("").toAbsolutePath();

    ConsoleReport(Console console, boolean withToken, String region) {
        this.region = region;
        this.console = console;
        this.withToken = withToken;
    }

    @Override
    public void started(URI url, List<Path> folders, Collection<Revision> serving, List<Broken> broken) {
        if (serving.isEmpty() && broken.isEmpty()) {
            nothingFound(folders);
        } else {
            console.line("");
            FunctionTable.of(serving, broken).lines(console).forEach(console::line);
        }
        broken.forEach(this::problems);
        warnOfRuntimes(serving);
        serving.stream().findFirst().ifPresent(revision -> howToInvoke(url, revision));
        console.line("");
        console.line(console.bold("Serving at " + url) + ". Ctrl-C stops.");
    }

    private void nothingFound(List<Path> folders) {
        console.line(
                "No Function manifest found in "
                        + folders.stream().map(Path::toString).collect(Collectors.joining(", "))
                        + " yet: add a *.yaml with apiVersion lambda.hearth.dev/v1alpha1 and kind Function; it is served at once.");
        console.line("Try ./hearth up examples, or ./hearth up --help for a manifest to start from.");
    }

    private void howToInvoke(URI url, Revision revision) {
        boolean isDefault = revision.function().namespace().equals(Account.DEFAULT_NAMESPACE);
        String name =
                isDefault ? revision.function().name() : revision.function().arn();
        console.line("");
        console.line("Invoke:");
        console.line("  curl " + (withToken ? "-H \"Authorization: Bearer $HEARTH_TOKEN\" " : "")
                + "-d '{\"name\":\"Ada\"}' " + url + "/2015-03-31/functions/" + name + "/invocations");
        if (!withToken) {
            console.line("  aws lambda invoke --endpoint-url " + url + " --function-name " + name
                    + " --payload '{\"name\":\"Ada\"}' --cli-binary-format raw-in-base64-out out.json");
            console.line(console.dim("  (aws wants a region and credentials; any will do: export AWS_REGION=" + region
                    + " AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any)"));
        }
    }

    private void warnOfRuntimes(Collection<Revision> serving) {
        var older = new TreeSet<String>();
        serving.stream()
                .map(Revision::runtime)
                .filter(r -> !r.equals(OWN_RUNTIME))
                .forEach(older::add);
        if (!older.isEmpty()) {
            console.line("");
            console.line(console.yellow("Note: ") + String.join(", ", new ArrayList<>(older))
                    + " functions run on Java 25 here (docs/compatibility.md).");
        }
    }

    @Override
    public void changed(CatalogChange change) {
        switch (change) {
            case Served served -> served(served);
            case Removed removed -> console.line(console.yellow("- ") + name(removed.before()) + " removed");
            case Broken broken -> problems(broken);
            case Mended mended ->
                console.line(console.green("+ ") + mended.function().orElse("manifest") + " is right again: "
                        + shortened(mended.file()));
        }
    }

    /** The function's, with the number of a version. */
    private static String name(Revision revision) {
        return revision.isVersion()
                ? revision.function().name() + " version " + revision.version()
                : revision.function().name();
    }

    private void served(Served served) {
        if (served.now().isVersion()) {
            if (served.before().isEmpty()) {
                console.line(console.green("+ ") + name(served.now()) + " published");
            }
            return;
        }
        String what = served.before()
                .map(before -> before.codeSha256().equals(served.now().codeSha256())
                        ? " serves its new configuration"
                        : " serves its new code")
                .orElse(" added");
        console.line(console.green("+ ") + served.now().function().name() + what);
    }

    private void problems(Broken broken) {
        console.line("");
        String consequence = broken.servesOld() ? " (what it was before goes on serving)" : " (not served)";
        console.line(console.red("! ") + broken.function().orElse("A manifest") + consequence);
        broken.problems().forEach(problem -> console.line("  " + text(problem)));
    }

    private String text(CatalogProblem problem) {
        String field = problem.field().isEmpty() ? "" : console.bold(problem.field()) + ": ";
        return shortened(problem.file()) + ":" + problem.line() + " " + field + problem.message();
    }

    private Path shortened(Path file) {
        return file.startsWith(here) ? here.relativize(file) : file;
    }

    @Override
    public void stopping() {
        console.line("");
        console.line("Stopping; running invocations may finish first ...");
    }

    @Override
    public void stopped() {
        console.line("Stopped.");
    }
}
