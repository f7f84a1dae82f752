package dev.hearth.gateway.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.catalog.CatalogChange.Broken;
import dev.hearth.gateway.catalog.CatalogChange.Served;
import dev.hearth.gateway.catalog.CatalogProblem;
import dev.hearth.gateway.catalog.EventPolicy;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Home;
import dev.hearth.gateway.catalog.Revision;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ConsoleReportTest {
    private static final URI URL = URI.create("http://127.0.0.1:9000");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream printer = new PrintStream(out, true, StandardCharsets.UTF_8);
    private final ConsoleReport report = new ConsoleReport(new Console(printer, printer, false), false, "eu-central-1");

    @Test
    void showsATableAndCommandsToPaste() {
        report.started(URL, List.of(), List.of(revision("hello", "java25", "c1")), List.of());

        assertThat(text())
                .contains("FUNCTION  RUNTIME  HANDLER  MEMORY  TIMEOUT  STATE")
                .contains("hello     java25   a.B      128 MB  3 s      ready")
                .contains("aws lambda invoke --endpoint-url http://127.0.0.1:9000 --function-name hello")
                .contains("curl -d '{\"name\":\"Ada\"}' http://127.0.0.1:9000/2015-03-31/functions/hello/invocations")
                .doesNotContain("Java 25 here", "\u001b");
    }

    @Test
    void warnsOnceOfOlderRuntimes() {
        report.started(
                URL, List.of(), List.of(revision("a", "java21", "c"), revision("b", "java8.al2", "c")), List.of());

        assertThat(text()).containsOnlyOnce("java21, java8.al2 functions run on Java 25 here");
    }

    @Test
    void saysWhereAndWhatIsWrong() {
        var problem = new CatalogProblem(Path.of("/x/a.yaml"), 7, "spec.timeout", "901 is more than 900");

        report.started(
                URL,
                List.of(),
                List.of(),
                List.of(new Broken(Path.of("/x/a.yaml"), Optional.of("a"), List.of(problem), false)));

        assertThat(text()).contains("! a (not served)", "/x/a.yaml:7 spec.timeout: 901 is more than 900");
    }

    @Test
    void helpsWhenThereIsNothing() {
        report.started(URL, List.of(Path.of("empty")), List.of(), List.of());

        assertThat(text()).contains("No Function manifest found in empty", "./hearth up examples");
    }

    @Test
    void tellsNewCodeFromNewConfiguration() {
        Revision old = revision("a", "java25", "c1");

        report.changed(new Served(revision("a", "java25", "c2"), Optional.of(old)));
        report.changed(new Served(revision("a", "java21", "c1"), Optional.of(old)));

        assertThat(text()).contains("+ a serves its new code", "+ a serves its new configuration");
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Revision revision(String name, String runtime, String code) {
        return new Revision(
                "id",
                new FunctionId("us-east-1", "000000000000", "default", name),
                "$LATEST",
                runtime,
                "a.B",
                128,
                Duration.ofSeconds(3),
                512,
                Map.of(),
                new Home.Machine(Path.of("/code")),
                code,
                new Revision.Logging("Text", "", "", "/aws/lambda/" + name),
                Revision.Bounds.reserved(OptionalInt.empty()),
                EventPolicy.DEFAULT,
                Revision.Initialization.ON_DEMAND,
                Optional.empty());
    }
}
